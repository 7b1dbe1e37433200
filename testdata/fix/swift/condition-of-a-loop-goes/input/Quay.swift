import UnleashProxyClientSwift

func moor(queue: Queue, unleash: UnleashClient) {
    while let ship = queue.next(), !unleash.isEnabled(name: "night-ferry") {
        tie(ship)
    }
    while !unleash.isEnabled(name: "night-ferry"), queue.count > 3 {
        wait()
    }
}
