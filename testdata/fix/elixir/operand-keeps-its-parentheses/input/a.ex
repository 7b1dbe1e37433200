defmodule A do
  def one(client, n) do
    use_it(n * if(:ldclient.variation("beta", client, false), do: n + 1, else: 2))
    m = if(:ldclient.variation("beta", client, false), do: n + 1, else: 2)
    -if(:ldclient.variation("beta", client, false), do: n + m, else: 2)
  end
end
