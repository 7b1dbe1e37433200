class Cart
  def show
    [1, *(2 if Flipper.enabled?(:beta))]
  end

  def size
    wide = Flipper.enabled?(:beta)
  end
end
