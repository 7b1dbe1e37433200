import UnleashProxyClientSwift

func moor(berth: Int, unleash: UnleashClient) {
    switch berth {
    case 2:
        if unleash.isEnabled(name: "night-ferry") { light(berth) }
    case 3:
        if unleash.isEnabled(name: "night-ferry") {
            light(berth)
        }
        tie(berth)
    default:
        break
    }
}
