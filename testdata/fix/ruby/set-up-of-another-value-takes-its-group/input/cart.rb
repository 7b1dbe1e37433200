require "flipper"

class Cart
  def show
    return "old" unless new_cart?

    "new"
  end

  private

  def new_cart?
    Flipper.enabled?(:beta)
  end
end
