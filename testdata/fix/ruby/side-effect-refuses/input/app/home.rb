class Home
  def show
    fresh if deliver! && Flipper.enabled?(:new_home)
  end
end
