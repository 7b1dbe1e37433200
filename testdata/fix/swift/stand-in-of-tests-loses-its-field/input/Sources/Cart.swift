import LaunchDarkly

final class Cart {
    private let tabs = Tabs(newCart: 3)

    func show(client: LDClient) -> String {
        client.boolVariation(forKey: FeatureFlag.newCart.rawValue, defaultValue: false) ? "new" : "old"
    }

    func old(client: LDClient) -> Bool {
        client.boolVariation(forKey: FeatureFlag.oldCart.rawValue, defaultValue: false)
    }

    func count() -> Int {
        tabs.newCart()
    }
}
