import LaunchDarkly

final class Cart {
    private lazy var isEnabled = client.boolVariation(forKey: "beta", defaultValue: false)
    private let client: LDClient

    func show() -> String {
        guard isEnabled else {
            return "old"
        }
        return self.isEnabled ? "new" : "old"
    }
}
