from UnleashClient import UnleashClient

client = UnleashClient(url="https://flags.harbour.example", app_name="quays")


def moor(ship):
    if not ship.large:
        ship.enter()
    if not (ship.large or ship.old):
        ship.report()
