import ldclient

client = ldclient.get()


def view(user):
    return client.variation("winter-sale", user, False) or client.variation("new-search", user, False)
