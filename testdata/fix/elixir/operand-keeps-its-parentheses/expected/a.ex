defmodule A do
  def one(client, n) do
    use_it(n * (n + 1))
    m = n + 1
    -(n + m)
  end
end
