import ldclient

client = ldclient.get()


def total(user, cart):
    if client.variation("new-tax", user, False):  # ~ too-many-flags
        cart = cart + 1
    if client.variation("coupons", user, False):
        cart = cart + 2
    return cart + 4 if client.variation("loyalty", user, False) else cart
