import ldclient

client = ldclient.get()


def flags(user):
    return [
        client.variation("one", user, False),  # ~ missing-owner
    ]
