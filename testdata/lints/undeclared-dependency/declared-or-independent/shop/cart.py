import ldclient

client = ldclient.get()


def cart(user, debug):
    if client.variation("outer-py", user, False) or debug:
        return client.variation("inner-py", user, False)
    return 0
