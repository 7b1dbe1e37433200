class Order
  def ship(orders)
    orders.each do |order|
      order.ship if Flipper.enabled?(:ship_rb) # ~ evaluation-in-loop
    end
  end
end
