import ldclient

client = ldclient.get()


def one(user, n, s):
    use(*(n or s if client.variation("beta", user, False) else []))
    return -(n + 1 if client.variation("beta", user, False) else 2)
