import LaunchDarkly

final class Cart {
    func show(client: LDClient, admin: Bool) {
        if admin && client.boolVariation(forKey: "beta", defaultValue: false) {
            first()
        }
        if !client.boolVariation(forKey: "beta", defaultValue: false) && admin {
            second()
        }
        if admin || client.boolVariation(forKey: "beta", defaultValue: false) {
            third()
        }
        let shown = items.filter { $0.visible || client.boolVariation(forKey: "beta", defaultValue: false) }
        show(shown)
    }
}
