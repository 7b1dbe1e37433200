from enum import StrEnum

from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


class Flag(StrEnum):
    """All flags."""

    # Ferries at night.
    NIGHT_FERRY = "night-ferry"
    # Berths for free.
    FREE_BERTHS = "free-berths"


DEFAULTS = {
    Flag.NIGHT_FERRY: False,
    Flag.FREE_BERTHS: True,
}

BETA = [Flag.NIGHT_FERRY, Flag.FREE_BERTHS]


def is_on(flag: Flag) -> bool:
    return client.is_enabled(flag.value)
