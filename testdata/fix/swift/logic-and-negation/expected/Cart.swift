import LaunchDarkly

final class Cart {
    func show(client: LDClient, admin: Bool) {
        if admin {
            second()
        }
        if admin {
            third()
        }
        let shown = items.filter { $0.visible }
        show(shown)
    }
}
