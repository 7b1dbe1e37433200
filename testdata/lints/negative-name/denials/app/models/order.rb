class Order
  def charge
    return if Flipper.enabled?(:disable_payments) # ~ negative-name

    pay unless Flipper.enabled?(:captcha_disabled) # ~ negative-name
  end
end
