class Home
  def show
    Flipper.enabled?(:new_home) ? fresh : stale
  end
end
