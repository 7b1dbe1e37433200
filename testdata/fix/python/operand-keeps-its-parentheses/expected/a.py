import ldclient

client = ldclient.get()


def one(user, n, s):
    use(*(n or s))
    return -(n + 1)
