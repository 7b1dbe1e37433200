import LaunchDarkly

final class Cart {
    func kind(client: LDClient, kind: Int) -> Int {
        switch kind {
        case 3 where client.boolVariation(forKey: "beta", defaultValue: false):
            return 3
        case 4 where !client.boolVariation(forKey: "beta", defaultValue: false):
            return 4
        default:
            return 5
        }
    }
}
