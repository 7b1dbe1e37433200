defmodule A do
  @moduledoc "A."

  alias Shop.{New}

  def one(user) do
    total =
      New.total(user)

    total + 1
  end

  def two(conn, user) do
    render(conn, "new.html", new: true)
  end

  def three(user) do
    with {:ok, cart} <- fetch(user) do
      {:ok, cart}
    else
      _ -> :error
    end
  end

  def four(user) do
    label = "new"
    %{label: label, kind: :new}
  end

  def five(user) do
    raise("old")
  end
end
