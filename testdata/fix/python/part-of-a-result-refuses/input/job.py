import ldclient

client = ldclient.get()


def run(user):
    if client.variation("beta", user, False)[0]:
        print("skipped")
        return
    print("done")
