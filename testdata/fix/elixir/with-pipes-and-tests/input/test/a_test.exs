defmodule ATest do
  use ExUnit.Case

  setup do
    FunWithFlags.enable(:new_cart)
    :ok
  end

  test "one" do
    assert A.one(%{}) == 2
  end

  test "one without new_cart" do
    FunWithFlags.disable(:new_cart)
    assert A.one(%{}) == 3
  end
end
