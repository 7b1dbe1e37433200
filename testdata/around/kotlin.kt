package shop

fun show(user: User, other: Boolean): Int {
    isOn("idle") // ~ idle:discarded
    if (!isOn("denied")) one() else two() // ~ denied:off/on
    if (isOn("and") && other) one() // ~ and:on:on
    if (isOn("or") || other) one() // ~ or:?
    for (item in user.items) {
        if (isOn("loop")) item.run() // ~ loop:on:loop
    }
    val held = isOn("held") // ~ held:on:on/off
    var again = isOn("again") // ~ again
    again = other
    if (again) one()
    when {
        held -> one()
    }
    return if (held) 1 else 2
}
