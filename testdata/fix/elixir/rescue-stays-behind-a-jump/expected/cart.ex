defmodule Shop.Cart do
  def check(client, cart) do
    try do
      raise("closed")
    rescue
      error in RuntimeError -> report(cart, error)
    end
  end
end
