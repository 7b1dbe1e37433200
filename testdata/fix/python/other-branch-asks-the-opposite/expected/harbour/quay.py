from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def moor(ship, berths):
    if not ship.late:
        tie(ship)
    if berths:
        tie(ship)
    if not (ship.size > 3 and berths):
        tie(ship)
        leave(ship)
