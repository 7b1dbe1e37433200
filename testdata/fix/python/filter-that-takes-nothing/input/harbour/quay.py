from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def lamps(ships):
    lit = [ship.name for ship in ships if client.is_enabled("night-ferry") and ship.late]
    return lit + [ship.name for ship in ships if not client.is_enabled("night-ferry")]
