require "ldclient-rb"

class Cart
  def show(user)
    render(user)
  end

  def print(user)
    render(user)
  end

  def render(user)
    new_page(user)
  end
end
