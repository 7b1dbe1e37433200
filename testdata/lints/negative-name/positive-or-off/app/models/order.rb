class Order
  def charge
    pay if Flipper.enabled?(:payments) && Flipper.enabled?(:notifications) && Flipper.enabled?(:offers)
  end
end
