import ldclient

client = ldclient.get()


def ship(orders, user):
    while orders:
        if client.variation("ship-py", user, False):  # ~ evaluation-in-loop
            orders.pop()
    return [client.variation("list-py", user, False) for _ in range(3)]  # ~ evaluation-in-loop
