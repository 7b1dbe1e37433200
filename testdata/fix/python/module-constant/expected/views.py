import ldclient

from flags import OTHER


def home(user):
    client = ldclient.get()
    a()
    if client.variation(OTHER, user, "off") == "on":
        b()
