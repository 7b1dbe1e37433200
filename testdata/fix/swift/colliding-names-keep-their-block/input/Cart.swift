import LaunchDarkly

final class Cart {
    func show(client: LDClient) {
        if client.boolVariation(forKey: "beta", defaultValue: false) {
            let text = "new"
            print(text)
        }
        let text = "all"
        print(text)
    }
}
