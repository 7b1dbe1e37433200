defmodule A do
  def one(client) do
    2
  end

  def two do
    x()

    go()
    2
  end

  def three(client) do
    x =
      2

    x
  end
end
