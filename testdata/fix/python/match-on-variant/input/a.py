import ldclient


def paint(user):
    client = ldclient.get()
    match client.variation("color", user, "blue"):
        case "blue":
            cold()
        case "red" | "orange":
            warm()
            hot()
        case _:
            grey()
