class Home
  def show
    if Flipper.enabled?(:new_home)
      fresh
    elsif admin?
      panel
    else
      stale
    end
    unless Flipper.enabled?(:new_home)
      old_footer
    end
    color = Flipper.enabled?(:new_home) ? :red : :blue
    paint(color)
  end
end
