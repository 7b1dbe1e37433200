def show(user, other):
    is_on("idle")  # ~ idle:discarded
    if not is_on("denied"):  # ~ denied:off/on
        one()
    else:
        two()
    if is_on("and") and other:  # ~ and:on:on
        one()
    if is_on("or") or other:  # ~ or:?
        one()
    for item in user.items:
        if is_on("loop"):  # ~ loop:on:loop
            item.run()
    held = is_on("held")  # ~ held:on/off:off:off
    if held:
        one()
    else:
        two()
    both = not held
    if both and other:
        one()
    again = is_on("again")  # ~ again
    if other:
        again = False
    if again:
        one()
    return 1 if is_on("ternary") else 2  # ~ ternary:on/off
