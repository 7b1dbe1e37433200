# Compiles and runs Elixir programs with a stub of LaunchDarkly's SDK. A request is lines: how many flags, `key=value` of each,
# the keys that are gone, how many lines follow, and those.

defmodule Harness do
  def begin(seed, served, gone) do
    Process.put(:world, %{seed: seed, served: served, gone: gone, counts: %{}, trace: []})
  end

  def drawn(label) do
    world = Process.get(:world)
    count = Map.get(world.counts, label, 0) + 1
    Process.put(:world, %{world | counts: Map.put(world.counts, label, count)})
    :erlang.phash2("#{world.seed}/#{label}/#{count}")
  end

  def note(text) do
    world = Process.get(:world)
    Process.put(:world, %{world | trace: [text | world.trace]})
    if length(world.trace) > 300, do: throw("too long")
    nil
  end

  def served(key) do
    world = Process.get(:world)
    if key in world.gone, do: note("asks for #{key}")
    world.served[key]
  end

  def trace(label), do: note(label)

  def ask(label) do
    note(label)
    rem(drawn(label), 2) == 0
  end

  def number(label) do
    note(label)
    rem(drawn(label), 4)
  end

  def text(label) do
    note(label)
    Enum.at(["red", "blue", "a", ""], rem(drawn(label), 4))
  end

  def fail(label) do
    note(label)
    if rem(drawn(label), 2) == 1, do: raise(label)
    true
  end

  def show(label, value), do: note("#{label} #{inspect(value)}")
end

defmodule :ldclient do
  def variation(key, _client, other) do
    value = Harness.served(key)

    cond do
      is_boolean(other) -> value == "true"
      is_integer(other) -> String.to_integer(value)
      true -> value
    end
  end
end

defmodule Driver do
  def loop do
    case IO.gets("") do
      :eof -> :ok
      line -> line |> line_of() |> String.to_integer() |> answer()
    end
  end

  defp line_of(text), do: String.trim_trailing(text, "\n")

  defp answer(flags) do
    served = Map.new(lines(flags), fn line -> line |> String.split("=") |> List.to_tuple() end)
    [gone, count] = lines(2)
    text = Enum.join(lines(String.to_integer(count)), "\n") <> "\n"
    IO.puts(ran(text, served, String.split(gone, ",")))
    loop()
  end

  defp lines(0), do: []
  defp lines(count), do: Enum.map(1..count, fn _ -> line_of(IO.gets("")) end)

  defp ran(text, served, gone) do
    Code.compiler_options(ignore_module_conflict: true)
    Code.compile_string(text)
    Enum.join(["runs" | Enum.map(0..5, &quoted(run(&1, served, gone)))], "\t")
  rescue
    error -> "broken " <> quoted(Exception.message(error))
  end

  defp run(seed, served, gone) do
    Harness.begin(seed, served, gone)
    drawn = [rem(Harness.drawn("a"), 2) == 0, rem(Harness.drawn("b"), 2) == 0, rem(Harness.drawn("n"), 4)]
    name = Enum.at(["red", "blue", "a"], rem(Harness.drawn("s"), 3))

    ended =
      try do
        "gives #{inspect(apply(Shop, :main, [:client | drawn] ++ [name]))}"
      rescue
        error -> "fails #{inspect(error.__struct__)} #{Exception.message(error)}"
      catch
        thrown -> "fails #{inspect(thrown)}"
      end

    Enum.join(Enum.reverse(Process.get(:world).trace) ++ [ended], "\n")
  end

  defp quoted(text), do: text |> String.replace("\\", "\\\\") |> String.replace("\n", "\\n") |> String.replace("\t", " ")
end

Driver.loop()
