class Cart
  def flags
    [
      Flipper.enabled?(:checkout_v2), Flipper.enabled?(:checkout_v3), Flipper.enabled?(:eu_prices),
      Flipper.enabled?(:us_prices), Flipper.enabled?(:cart), Flipper.enabled?(:card)
    ]
  end
end
