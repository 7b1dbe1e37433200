import ldclient

client = ldclient.get()


def run(rows, user):
    if client.variation("legacy-import", user, False):
        rows = rows[::-1]
    if client.variation("bulk-import", user, False):
        rows = rows[:100]
    return rows if client.variation("new-import", user, False) else []
