import LaunchDarkly

final class Cart {
    private let newCart = "new-cart"

    func show(client: LDClient) -> String {
        if !isNewCart(client) {
            return "old"
        }
        return render()
    }

    private func isNewCart(_ client: LDClient) -> Bool {
        return client.boolVariation(forKey: "new-cart", defaultValue: false)
    }
}
