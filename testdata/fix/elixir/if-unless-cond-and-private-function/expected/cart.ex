defmodule Shop.Cart do
  def one(user) do
    # the new cart is faster
    # at once
    fresh(user)
  end

  def two(user) do
    label = "new"

    cond do
      user.odd -> a()
      true -> b()
    end

    if user.active do
      d()
    end

    if user.active, do: e()

    label
  end

  def three(user) do
    fresh(user)
  end

  def four(names) do
    names
    |> Enum.filter(fn name -> name != "" end)
    |> Enum.map(fn name -> name end)
  end

  def five(names) do
    for name <- names, do: name
  end

  defp fresh(_user), do: 1
end
