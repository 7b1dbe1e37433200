import LaunchDarkly

final class Cart {
    func open(client: LDClient, order: Order?) {
        guard let order = order, client.boolVariation(forKey: "beta", defaultValue: false) else {
            return
        }
        if client.boolVariation(forKey: "beta", defaultValue: false), let note = order.note {
            show(note)
        }
        if let total = order.total,
           client.boolVariation(forKey: "beta", defaultValue: false),
           total > 0 {
            show(total)
        }
        if order.isPaid, !client.boolVariation(forKey: "beta", defaultValue: false) {
            old()
        }
    }
}
