defmodule Shop.Cart do
  def show(lines) do
    for line <- lines, do: line.open
  end

  def count(lines) do
    length(lines)
  end
end
