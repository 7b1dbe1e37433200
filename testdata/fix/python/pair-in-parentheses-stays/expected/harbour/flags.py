NIGHT_FERRY = "night-ferry"
FREE_BERTHS = "free-berths"

ALL = (NIGHT_FERRY, FREE_BERTHS)
