from openfeature import api

client = api.get_client()


def show(cart):
    for item in cart.items:
        draw(item, 1)
    return cart
