from enum import StrEnum

from UnleashClient import UnleashClient

client = UnleashClient(url="x", app_name="y")


class Flag(StrEnum):
    NIGHT_FERRY = "night-ferry"
    FREE_BERTHS = "free-berths"


BETA = [Flag.NIGHT_FERRY, Flag.FREE_BERTHS]


def is_on(flag: Flag) -> bool:
    return client.is_enabled(flag.value)


def label(flag: Flag) -> str:
    return "night" if flag == Flag.NIGHT_FERRY else "day"
