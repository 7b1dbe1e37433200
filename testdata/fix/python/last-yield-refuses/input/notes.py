import ldclient

client = ldclient.get()


def hints(user):
    if client.variation("beta", user, False):
        yield "try the new cart"
