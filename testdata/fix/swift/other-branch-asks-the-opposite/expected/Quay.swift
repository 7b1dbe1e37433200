import UnleashProxyClientSwift

func moor(ship: Ship, unleash: UnleashClient) {
    if !(ship.size > 3) {
        tie(ship)
    }
    if let berth = ship.berth {
    } else {
        tie(ship)
    }
}
