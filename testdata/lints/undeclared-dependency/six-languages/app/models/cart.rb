class Cart
  def total
    unless Flipper.enabled?(:outer_rb)
      return 2 if Flipper.enabled?(:inner_rb) # ~ undeclared-dependency
    end
    0
  end
end
