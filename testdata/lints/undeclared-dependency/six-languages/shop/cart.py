import ldclient

client = ldclient.get()


def cart(user):
    if client.variation("outer-py", user, False) and client.variation("inner-py", user, False):  # ~ undeclared-dependency
        return 2
    return 0
