defmodule Shop.Cart do
  def show(client, lines) do
    beta? = fn -> :ldclient.variation("beta", client, false) end
    for line <- lines, do: beta?.() and line.open
  end

  def count(client, lines) do
    beta = fn -> :ldclient.variation("beta", client, false) end

    if beta.() do
      length(lines)
    else
      0
    end
  end
end
