class Home
  def show
    if admin?
      panel
    elsif Flipper.enabled?(:new_home)
      # Fresh.
      fresh
    else
      stale
    end
  end

  def title
    return "old" unless Flipper.enabled?(:new_home)

    "new"
  end

  def footer
    wide if Flipper.enabled?(:new_home, current_user)
    narrow unless Flipper.enabled?(:new_home, current_user)
  end
end
