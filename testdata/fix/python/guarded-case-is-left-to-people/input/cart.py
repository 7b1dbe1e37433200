import ldclient

client = ldclient.get()


def show(user, admin):
    match client.variation("plan", user, "free"):
        case "pro" if admin:
            first()
        case "pro":
            second()
        case _:
            third()
