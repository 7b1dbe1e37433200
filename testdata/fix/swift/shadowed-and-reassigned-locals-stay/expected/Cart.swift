import LaunchDarkly

final class Cart {
    func show(client: LDClient, force: Bool) {
        var isEnabled = true
        if force {
            isEnabled = true
        }
        if isEnabled {
            render()
        }
    }
}
