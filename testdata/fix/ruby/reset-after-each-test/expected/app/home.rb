class Home
  def show
    fresh
  end
end
