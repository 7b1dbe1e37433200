import UnleashProxyClientSwift

func moor(queue: Queue, unleash: UnleashClient) {
    while let ship = queue.next() {
        tie(ship)
    }
    while queue.count > 3 {
        wait()
    }
}
