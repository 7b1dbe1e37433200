import ldclient

client = ldclient.get()


def cart(user):
    if client.variation("new-cart", user, False):
        return 1
    elif client.variation("cart-upsell", user, False):  # ~ contradicting-dependency
        return 2
    return 0
