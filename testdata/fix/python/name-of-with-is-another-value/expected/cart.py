from openfeature import api

client = api.get_client()


def show(cart):
    with cart.open() as True:
        draw(True)
    return True
