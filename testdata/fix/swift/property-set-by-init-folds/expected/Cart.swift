import LaunchDarkly

final class Cart {
    private let rows: Int

    init(client: LDClient, rows: Int) {
        self.rows = rows
    }

    func show() -> Int {
        return rows
    }
}
