from UnleashClient import UnleashClient

client = UnleashClient(url="https://flags.harbour.example", app_name="quays")


def is_on(key, ship):
    return ship.pilot or client.is_enabled(key)
