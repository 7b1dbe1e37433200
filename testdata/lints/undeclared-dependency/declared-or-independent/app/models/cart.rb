class Cart
  def total
    return 2 if Flipper.enabled?(:outer_rb) && Flipper.enabled?(:inner_rb)

    Flipper.enabled?(:inner_rb)
  end
end
