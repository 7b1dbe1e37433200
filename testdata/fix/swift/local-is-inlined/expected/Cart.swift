import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        track()
        return "new"
    }
}
