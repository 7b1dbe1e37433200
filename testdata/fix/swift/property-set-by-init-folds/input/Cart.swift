import LaunchDarkly

final class Cart {
    private let rows: Int
    private let isWide: Bool

    init(client: LDClient, rows: Int) {
        self.rows = rows
        self.isWide = client.boolVariation(forKey: "beta", defaultValue: false)
    }

    func show() -> Int {
        guard isWide else {
            return 0
        }
        return rows
    }
}
