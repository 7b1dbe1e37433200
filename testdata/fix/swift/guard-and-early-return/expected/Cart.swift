import LaunchDarkly

final class Cart {
    func open(client: LDClient) {
        new()
    }

    func close(client: LDClient) {
        new()
    }
}
