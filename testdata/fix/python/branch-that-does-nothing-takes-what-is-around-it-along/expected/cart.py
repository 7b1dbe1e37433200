import ldclient

client = ldclient.get()


def total(user, rows, hidden):
    if hidden:
        rows.clear()
    else:
        # nothing to sort
        pass
    return len(rows)
