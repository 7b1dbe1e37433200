from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def lamps(ships):
    lit = []
    return lit + [ship.name for ship in ships]
