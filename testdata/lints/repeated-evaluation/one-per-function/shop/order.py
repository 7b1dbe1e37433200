import ldclient

client = ldclient.get()


def place(user):
    return client.variation("new-stock", user, False)


def confirm(user):
    return client.variation("new-stock", user, False)
