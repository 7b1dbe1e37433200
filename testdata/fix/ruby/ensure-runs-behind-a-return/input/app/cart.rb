class Cart
  def show
    return "new" if Flipper.enabled?(:beta)

    old
  rescue ArgumentError
    "broken"
  ensure
    log
  end
end
