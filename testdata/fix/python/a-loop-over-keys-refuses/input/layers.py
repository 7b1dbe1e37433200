from UnleashClient import UnleashClient

client = UnleashClient(url="https://flags.harbour.example", app_name="quays")


def layers():
    return [key for key in ("quay-map", "ferry-map") if client.is_enabled(key)]
