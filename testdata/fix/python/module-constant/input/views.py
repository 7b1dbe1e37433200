import ldclient

from flags import NEW_HOME, OTHER


def home(user):
    client = ldclient.get()
    if client.variation(NEW_HOME, user, "off") == "on":
        a()
    if client.variation(OTHER, user, "off") == "on":
        b()
