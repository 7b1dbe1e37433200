class Home
  def show
    footer
  end
end
