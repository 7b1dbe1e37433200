from openfeature import api

client = api.get_client()


def is_wide():
    return client.get_boolean_value("flag-a", False)


def show(cart):
    if is_wide():
        pass
    else:
        wide = is_wide()
        for item in cart.items:
            draw(item, 2 if wide else 1)
    return cart
