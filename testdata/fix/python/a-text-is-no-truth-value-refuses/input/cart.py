from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def total():
    if client.is_enabled("beta"):
        return 1
    return 2
