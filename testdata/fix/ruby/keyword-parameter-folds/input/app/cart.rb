require "ldclient-rb"

class Cart
  def show(user)
    render(user, wide: client.variation("beta", user, false))
  end

  def print(user)
    render(user, wide: true)
  end

  def render(user, wide: false)
    wide ? new_page(user) : old_page(user)
  end
end
