from openfeature import api

client = api.get_client()


def fare(zones):
    if client.get_boolean_value("night-ferry", False):
        return zones * 3
    return zones * 2
