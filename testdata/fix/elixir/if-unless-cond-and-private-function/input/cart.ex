defmodule Shop.Cart do
  alias Shop.Legacy

  @flag :new_cart

  def one(user) do
    # the new cart is faster
    if FunWithFlags.enabled?(:new_cart, for: user) do
      # at once
      fresh(user)
    else
      Legacy.total(user)
    end
  end

  def two(user) do
    unless FunWithFlags.enabled?(@flag, for: user) do
      raise "old"
    end

    enabled = FunWithFlags.enabled?(@flag, for: user)
    label = if enabled, do: "new", else: "old"

    cond do
      user.odd -> a()
      enabled -> b()
      true -> c()
    end

    if enabled && user.active do
      d()
    end

    if not enabled or user.active, do: e()
    if !enabled, do: f()

    label
  end

  def three(user) do
    case FunWithFlags.enabled?(:new_cart, for: user) do
      true -> fresh(user)
      false -> stale(user)
    end
  end

  def four(names) do
    names
    |> Enum.filter(fn name -> new_cart?() and name != "" end)
    |> Enum.map(fn name -> if new_cart?(), do: name, else: "x" end)
  end

  def five(names) do
    for name <- names, new_cart?(), do: name
  end

  defp new_cart?, do: FunWithFlags.enabled?(:new_cart)

  defp fresh(_user), do: 1

  defp stale(_user), do: 2
end
