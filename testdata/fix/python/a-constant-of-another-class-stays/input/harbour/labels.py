class Label:
    NIGHT_FERRY = "By night"


ORDER = {"NIGHT_FERRY": 1, "FREE_BERTHS": 2}


def label():
    NIGHT_FERRY = 4
