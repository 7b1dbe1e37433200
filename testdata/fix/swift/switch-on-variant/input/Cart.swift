import LaunchDarkly

final class Cart {
    func show(client: LDClient) {
        switch client.stringVariation(forKey: "plan", defaultValue: "free") {
        case "free", "basic":
            upsell()
        case "pro":
            menu()
            badge()
        default:
            warn()
        }
        done()
    }
}
