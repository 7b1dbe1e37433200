import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        "new"
    }

    func old(client: LDClient) -> Bool {
        client.boolVariation(forKey: FeatureFlag.oldCart.rawValue, defaultValue: false)
    }
}
