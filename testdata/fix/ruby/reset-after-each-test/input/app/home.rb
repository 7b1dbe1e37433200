class Home
  def show
    if Flipper.enabled?(:new_home)
      fresh
    end
  end
end
