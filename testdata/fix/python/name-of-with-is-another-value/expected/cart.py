from openfeature import api

client = api.get_client()


def show(cart):
    wide = True
    with cart.open() as wide:
        draw(wide)
    return wide
