import ldclient

client = ldclient.get()


def one(user):
    match client.variation("plan", user, "a"):
        case "a":
            return 1
        case "b" | "c":
            return 2
        case _:
            return 3


def two(user):
    plan = client.variation("plan", user, "a")
    if plan == "a":
        x = 1
    elif plan == "b":
        x = 2
    else:
        x = 3
    return x


def three(user):
    plan = client.variation("plan", user, "a")
    if plan in ("b", "c"):
        return 1
    if plan not in ["b", "c"]:
        return 2
    return 3
