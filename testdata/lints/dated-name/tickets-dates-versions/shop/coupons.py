import ldclient

client = ldclient.get()


def coupons(user):
    one = client.variation("SHOP-1841-coupons", user, False)  # ~ dated-name
    two = client.variation("sale-2026-q4", user, False)  # ~ dated-name
    return one, two, client.variation("search-v2", user, False)  # ~ dated-name
