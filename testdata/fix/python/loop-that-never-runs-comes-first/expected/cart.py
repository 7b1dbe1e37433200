from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


def total(lines):
    lines.sort()
    lines.reverse()
    return lines
