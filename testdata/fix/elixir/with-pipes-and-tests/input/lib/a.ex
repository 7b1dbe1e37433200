defmodule A do
  @moduledoc "A."

  alias Shop.{Old, New}

  @doc "Whether it is on."
  @spec enabled?(map()) :: boolean()
  def enabled?(user), do: FunWithFlags.enabled?(:new_cart, for: user)

  def one(user) do
    total =
      if enabled?(user) do
        New.total(user)
      else
        Old.total(user)
      end

    total + 1
  end

  def two(conn, user) do
    if !enabled?(user) do
      conn
      |> put_status(404)
      |> halt()
    else
      render(conn, "new.html", new: true)
    end
  end

  def three(user) do
    with true <- enabled?(user),
         {:ok, cart} <- fetch(user) do
      {:ok, cart}
    else
      _ -> :error
    end
  end

  def four(user) do
    label = (enabled?(user) && "new") || "old"
    %{label: label, kind: if(enabled?(user), do: :new, else: :old)}
  end

  def five(user) do
    if enabled?(user), do: raise("old")
    rest(user)
  end
end
