require "flipper"

class Cart
  def show
    "new"
  end

  private
end
