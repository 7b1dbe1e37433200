from flags import is_on


def view(ship):
    if is_on("quay-map", ship):
        return "map"
    return "list"
