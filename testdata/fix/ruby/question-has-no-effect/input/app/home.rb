class Home
  def show
    fresh if user.allowed? && Flipper.enabled?(:new_home)
    footer
  end
end
