from openfeature import api

client = api.get_client()


def show(cart):
    wide = client.get_boolean_value("flag-a", False)
    with cart.open() as wide:
        draw(wide)
    return wide
