import org.scalajs.dom

class Shop {
  def show(user: User, other: Boolean): Int = {
    isOn("idle") // ~ idle:discarded:client
    if (!isOn("denied")) one() else two() // ~ denied:off/on:client
    if (isOn("and") && other) one() // ~ and:on:on:client
    if (isOn("or") || other) one() // ~ or:?:client
    if (isOn("same")) one() else one() // ~ same:on/off=:client
    for (item <- user.items) {
      if (isOn("loop")) item.run() // ~ loop:on:loop:client
    }
    while (other) two(isOn("while")) // ~ while:loop:client
    user.items.foreach(item => item.set(isOn("each"))) // ~ each:loop:client
    val held = isOn("held") // ~ held:on/off:client
    var again = isOn("again") // ~ again:client
    again = other
    if (again) one()
    if (held) 1 else 2
  }
}
