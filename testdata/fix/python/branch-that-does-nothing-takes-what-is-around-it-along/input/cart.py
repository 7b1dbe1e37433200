import ldclient

client = ldclient.get()


def total(user, rows, hidden):
    if rows:
        if client.variation("beta", user, False):
            rows.append("discount")
        else:
            pass
    if hidden:
        rows.clear()
    elif client.variation("beta", user, False):
        rows.sort()
    else:
        # nothing to sort
        pass
    return len(rows)
