defmodule Shop do
  def show(user, other) do
    is_on("idle") # ~ idle:discarded
    if !is_on("denied") do # ~ denied:off/on
      one()
    else
      two()
    end
    unless is_on("unless"), do: one(), else: two() # ~ unless:-
    if is_on("and") && other do # ~ and:on:on
      one()
    end
    if is_on("or") || other do # ~ or:?
      one()
    end
    if is_on("same") do # ~ same:on/off=
      one()
    else
      one()
    end
    for item <- user.items do
      if is_on("loop") do # ~ loop:on:loop
        run(item)
      end
    end
    Enum.each(user.items, fn item -> set(item, is_on("each")) end) # ~ each:loop
    held = is_on("held") # ~ held:on/off
    again = is_on("again") # ~ again
    again = other
    if again do
      one()
    end
    if held do
      is_on("last") # ~ last
    else
      two()
    end
  end
end
