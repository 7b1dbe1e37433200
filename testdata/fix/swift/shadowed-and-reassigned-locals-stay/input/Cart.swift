import LaunchDarkly

final class Cart {
    func show(client: LDClient, force: Bool) {
        var isEnabled = client.boolVariation(forKey: "beta", defaultValue: false)
        if force {
            isEnabled = true
        }
        if isEnabled {
            render()
        }
    }
}
