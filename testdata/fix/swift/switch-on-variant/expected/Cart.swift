import LaunchDarkly

final class Cart {
    func show(client: LDClient) {
        menu()
        badge()
        done()
    }
}
