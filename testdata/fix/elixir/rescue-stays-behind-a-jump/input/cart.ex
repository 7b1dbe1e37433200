defmodule Shop.Cart do
  def check(client, cart) do
    try do
      if :ldclient.variation("beta", client, false), do: raise("closed")
    rescue
      error in RuntimeError -> report(cart, error)
    end
  end
end
