import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        let isEnabled = client.boolVariation(forKey: "beta", defaultValue: false)
        if isEnabled {
            track()
        }
        return isEnabled ? "new" : "old"
    }
}
