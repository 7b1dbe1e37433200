class Home
  def show
    if admin?
      panel
    else
      stale
    end
    old_footer
    color = :blue
    paint(color)
  end
end
