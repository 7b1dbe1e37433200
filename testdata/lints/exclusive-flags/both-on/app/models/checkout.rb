class Checkout
  def run
    return :a if Flipper.enabled?(:checkout_a)
    return :b if Flipper.enabled?(:checkout_b) # ~ exclusive-flags

    :c if Flipper.enabled?(:checkout_c)
  end
end
