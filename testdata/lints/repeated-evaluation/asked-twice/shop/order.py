import ldclient

client = ldclient.get()


def place(user):
    if client.variation("new-stock", user, False):
        reserve()
    if client.variation("new-stock", user, False):  # ~ repeated-evaluation
        confirm()
