defmodule A do
  def one(client) do
    case :ldclient.variation("plan", client, "a") do
      "a" -> 1
      "b" -> 2
      _ -> 3
    end
  end

  def two do
    plan = :ldclient.variation("plan", user, "a")

    if plan == "b" do
      x()
    end

    if plan in ["a", "c"], do: y()

    case plan do
      "a" ->
        1

      "b" when user.ok ->
        go()
        2

      _ ->
        3
    end
  end

  def three(client) do
    x =
      case :ldclient.variation("plan", client, "a") do
        "a" -> 1
        "b" -> 2
      end

    x
  end
end
