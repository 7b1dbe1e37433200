import ldclient

client = ldclient.get()


def render(user):
    if client.variation("new-mail", user, False):
        return "mail"
    elif user:
        return "mail"
    return None
