from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def total(lines):
    if client.is_enabled("beta"):
        lines.clear()
    else:
        while client.is_enabled("beta"):
            lines.pop()
        lines.sort()
        lines.reverse()
    return lines
