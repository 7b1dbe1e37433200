def fare(zones):
    zones += 1
    return zones * 2
