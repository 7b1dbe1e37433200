from UnleashClient import UnleashClient

client = UnleashClient(url="https://flags.harbour.example", app_name="quays")


def moor(ship):
    if ship.large:
        if not client.is_enabled("quay-map"):
            ship.call_pilot()
    else:
        ship.enter()
    if ship.large or ship.old:
        if not client.is_enabled("quay-map"):
            ship.call_pilot()
    else:
        ship.report()
