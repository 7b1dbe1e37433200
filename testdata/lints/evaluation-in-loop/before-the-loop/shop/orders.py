import ldclient

client = ldclient.get()


def ship(orders, user):
    while client.variation("ship-py", user, False):
        orders.pop()
    for order in orders:
        def later():
            return client.variation("later-py", user, False)

        order.run(later)
