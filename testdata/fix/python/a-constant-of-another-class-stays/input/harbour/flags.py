class Flags:
    NIGHT_FERRY = "night-ferry"
    FREE_BERTHS = "free-berths"
