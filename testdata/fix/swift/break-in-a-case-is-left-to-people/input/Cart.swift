import LaunchDarkly

final class Cart {
    func show(client: LDClient, admin: Bool) {
        switch client.stringVariation(forKey: "plan", defaultValue: "free") {
        case "pro":
            if admin { break }
            menu()
        default:
            warn()
        }
    }
}
