class Cart
  def initialize(user)
    @user = user
    @fresh = FeatureToggle.enabled?(:beta, user: user)
  end

  def show
    return "old" unless @fresh

    "new for #{@user}"
  end
end
