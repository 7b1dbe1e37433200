class Cart
  def show
    return "new"
  rescue ArgumentError
    "broken"
  ensure
    log
  end
end
