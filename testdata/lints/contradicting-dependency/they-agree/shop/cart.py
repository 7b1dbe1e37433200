import ldclient

client = ldclient.get()


def cart(user):
    if client.variation("new-cart", user, False):
        if client.variation("cart-upsell", user, False):
            return 2
    elif client.variation("cart-hint", user, False):
        return 3
    return 0
