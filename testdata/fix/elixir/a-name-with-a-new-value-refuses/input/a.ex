defmodule A do
  def six(user) do
    x = 1

    if FunWithFlags.enabled?(:new_cart, for: user) do
      x = 2
      go(x)
    end

    x
  end
end
