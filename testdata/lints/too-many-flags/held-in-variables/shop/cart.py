import ldclient

client = ldclient.get()


def total(user, cart):
    one = client.variation("one-py", user, False)  # ~ too-many-flags
    two = client.variation("two-py", user, False)
    three = client.variation("three-py", user, False)
    if one:
        cart += 1
    if two and cart:
        cart += 2
    return cart + 4 if three else cart
