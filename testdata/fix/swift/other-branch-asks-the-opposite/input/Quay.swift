import UnleashProxyClientSwift

func moor(ship: Ship, unleash: UnleashClient) {
    if ship.size > 3 {
        if unleash.isEnabled(name: "night-ferry") {
            light(ship)
        }
    } else {
        tie(ship)
    }
    if let berth = ship.berth {
        if unleash.isEnabled(name: "night-ferry") {
            light(berth)
        }
    } else {
        tie(ship)
    }
}
