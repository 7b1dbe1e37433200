from UnleashClient import UnleashClient

from harbour import flags

client = UnleashClient(url="x", app_name="y")


def fare(zones):
    if client.is_enabled(flags.NIGHT_FERRY):
        zones += 1
    return zones * 2


def berths(zones):
    return zones if client.is_enabled(flags.FREE_BERTHS) else 0
