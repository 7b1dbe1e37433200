class Cart
  def show
    [1, *(nil)]
  end

  def size
    false
  end
end
