defmodule Shop.Cart do
  def show(client, lines) do
    for line <- lines, do: line.open
  end

  def count(client, lines) do
    length(lines)
  end
end
