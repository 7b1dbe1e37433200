class Home
  def show
    if admin?
      panel
    else
      # Fresh.
      fresh
    end
  end

  def title
    "new"
  end

  def footer
    wide
  end
end
