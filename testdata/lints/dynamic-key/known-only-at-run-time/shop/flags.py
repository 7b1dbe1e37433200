import ldclient

client = ldclient.get()


def tenant(name, user):
    return client.variation(lookup(name)["flag"], user, False)  # ~ dynamic-key
