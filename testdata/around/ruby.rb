class Shop
  def show(user, other)
    is_on("idle") # ~ idle:discarded
    if is_on("same") # ~ same:on/off=
      one
    else
      one
    end
    two unless is_on("denied") # ~ denied:off
    user.items.each do |item|
      item.run if is_on("loop") # ~ loop:on:loop
    end
    held = is_on("held") # ~ held:on/off
    if held
      one
    else
      two
    end
    again = is_on("again") # ~ again
    again ||= other
    one if again
    is_on("result") # ~ result
  end
end
