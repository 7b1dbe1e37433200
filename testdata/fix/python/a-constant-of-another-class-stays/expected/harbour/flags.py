class Flags:
    FREE_BERTHS = "free-berths"
