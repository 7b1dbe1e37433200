import ldclient

client = ldclient.get()


def flags(user):
    return [
        client.variation("one", user, False),
        client.variation("two", user, False),
        client.variation("three", user, False),
        client.variation("four", user, False),
        client.variation("five", user, False),
    ]
