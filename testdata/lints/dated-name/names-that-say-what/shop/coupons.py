import ldclient

client = ldclient.get()


def coupons(user):
    return client.variation("coupons-in-cart", user, False), client.variation("top-10-products", user, False)
