import LaunchDarkly

final class Cart {
    func total(_ items: [Item]) -> Int {
        // the new sums
        if LDClient.get()!.boolVariation(forKey: "beta", defaultValue: false) {
            log("new")
            // kept at the end
            return sum(items)
            // behind it
        } else {
            log("old")
        }
        return oldSum(items)
    }

    func label(client: LDClient) -> String {
        client.boolVariation(forKey: "beta", defaultValue: false) ? "New" : "Old"
    }

    func show(client: LDClient, kind: Int) {
        if kind == 1 {
            first()
        } else if client.boolVariation(forKey: "beta", defaultValue: false) {
            second()
        } else {
            third()
        }
    }
}
