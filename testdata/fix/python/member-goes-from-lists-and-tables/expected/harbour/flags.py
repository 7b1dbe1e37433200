from enum import StrEnum

from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


class Flag(StrEnum):
    """All flags."""

    # Berths for free.
    FREE_BERTHS = "free-berths"


DEFAULTS = {
    Flag.FREE_BERTHS: True,
}

BETA = [Flag.FREE_BERTHS]


def is_on(flag: Flag) -> bool:
    return client.is_enabled(flag.value)
