import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        client.boolVariation(forKey: FeatureFlag.newCart.rawValue, defaultValue: false) ? "new" : "old"
    }

    func old(client: LDClient) -> Bool {
        client.boolVariation(forKey: FeatureFlag.oldCart.rawValue, defaultValue: false)
    }
}
