from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def moor(ship):
    with lamps(ship) if client.is_enabled("night-ferry") else flags(ship) as signal:
        signal.show()
