import ldclient

client = ldclient.get()


def quote(user):
    client.variation("quotes-py", user, False)  # ~ discarded-evaluation
    return 1
