import ldclient

client = ldclient.get()


DEFAULT = True


def total(user):
    return client.variation("new-prices", user, False), client.variation("new-prices", user, DEFAULT)
