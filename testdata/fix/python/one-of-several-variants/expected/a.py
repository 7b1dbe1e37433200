import ldclient

client = ldclient.get()


def one(user):
    return 2


def two(user):
    x = 2
    return x


def three(user):
    return 1
