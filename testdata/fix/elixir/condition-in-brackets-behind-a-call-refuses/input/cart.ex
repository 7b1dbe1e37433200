defmodule Shop.Cart do
  def total(client, cart) do
    cond do
      :ldclient.variation("beta", client, false) ->
        count(cart)
        sum(cart)

      (cart.open or cart.late) ->
        warn(cart)

      true ->
        nil
    end

    cart.total
  end
end
