class Cart
  def new_cart?
    Flipper.enabled?(:new_cart)
  end

  def total
    new_cart? ? 1 : 2
  end
end
