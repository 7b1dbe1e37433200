import ldclient

client = ldclient.get()


def render(user):
    if client.variation("new-mail", user, False):  # ~ identical-branches
        return "mail"
    else:
        return "mail"
