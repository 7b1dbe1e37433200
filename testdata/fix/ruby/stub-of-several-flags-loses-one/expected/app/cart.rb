class Cart
  def total
    return 1
  end
end
