class Cart
  def show
    wide
    tall
  end

  private
end
