defmodule Shop.Orders do
  @moduledoc "Acme.Flags.on?(:text)"
  alias Acme.Flags, as: F
  alias Shop.{Cart, Page}

  @pause :pause # ~ declares pause

  def on?(key, opts \\ []) when is_atom(key), do: F.on?(key, opts)

  def ready?(user) do
    # F.on?(:commented)
    if F.on?(:cart, for: user) and user.active do # ~ cart
      :old
    else
      F.on?("shown-#{user.country}") # ~ shown-*
    end

    :piped |> F.on?(for: user) # ~ piped
    unless F.on?(@pause), do: 1, else: 2 # ~ !pause
    !Acme.Flags.on?(:full) # ~ !full
    not F.on?("a" <> "-b") # ~ !a-b
    Enum.map([1], fn _ -> F.on?("inner") end) # ~ inner
    Cart.on?(:cart)
    on?(:through) && Page.render() # ~ through
  end
end
