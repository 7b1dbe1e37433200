import ldclient

client = ldclient.get()


def mail(user):
    new = client.variation("new-mail", user, False)  # ~ identical-branches
    return "mail" if new else "mail"
