class Icons:
    NIGHT_FERRY = "moon"
    FREE_BERTHS = "bed"
