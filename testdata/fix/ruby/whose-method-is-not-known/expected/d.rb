class Cart
  def new_record?
    true
  end

  def show(user)
    a if user.new_record?
    b
  end
end
