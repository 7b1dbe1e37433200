from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def moor(ship, berths):
    if ship.late:
        if client.is_enabled("night-ferry"):
            light(ship)
    else:
        tie(ship)
    if not berths:
        if client.is_enabled("night-ferry"):
            wait(ship)
    else:
        tie(ship)
    if ship.size > 3 and berths:
        # Night ferries are loud.
        if client.is_enabled("night-ferry"):
            warn(ship)
    else:
        tie(ship)
        leave(ship)
