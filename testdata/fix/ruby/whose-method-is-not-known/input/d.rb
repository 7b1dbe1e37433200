class Cart
  def new_record?
    Flipper.enabled?(:beta)
  end

  def show(user)
    a if user.new_record?
    b if new_record?
  end
end
