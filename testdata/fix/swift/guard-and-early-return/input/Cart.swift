import LaunchDarkly

final class Cart {
    func open(client: LDClient) {
        guard client.boolVariation(forKey: "beta", defaultValue: false) else {
            return old()
        }
        new()
    }

    func close(client: LDClient) {
        guard !client.boolVariation(forKey: "beta", defaultValue: false) else {
            new()
            return
        }
        old()
        older()
    }
}
