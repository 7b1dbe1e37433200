import UnleashProxyClientSwift

func moor(queue: Queue, unleash: UnleashClient) {
    while let ship = queue.next(), unleash.isEnabled(name: "night-ferry") {
        tie(ship)
    }
}
