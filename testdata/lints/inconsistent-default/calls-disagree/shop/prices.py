import ldclient

client = ldclient.get()


def total(user):
    return client.variation("new-prices", user, False)


def label(user):
    return client.variation("new-prices", user, False)


def tax(user):
    return client.variation("new-prices", user, True)  # ~ inconsistent-default ~ unsafe-default
