class Cart
  def initialize(user)
    @user = user
  end

  def show
    "new for #{@user}"
  end
end
