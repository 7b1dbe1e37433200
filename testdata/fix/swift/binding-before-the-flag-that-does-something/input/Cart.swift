import LaunchDarkly

final class Cart {
    func open(client: LDClient) {
        if let order = save(), client.boolVariation(forKey: "beta", defaultValue: false) {
            show(order)
        }
    }
}
