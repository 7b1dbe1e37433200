import LaunchDarkly

final class Cart {
    func total(_ items: [Item]) -> Int {
        // the new sums
        log("new")
        // kept at the end
        return sum(items)
        // behind it
    }

    func label(client: LDClient) -> String {
        "New"
    }

    func show(client: LDClient, kind: Int) {
        if kind == 1 {
            first()
        } else {
            second()
        }
    }
}
