defmodule ATest do
  use ExUnit.Case

  setup do
    :ok
  end

  test "one" do
    assert A.one(%{}) == 2
  end
end
