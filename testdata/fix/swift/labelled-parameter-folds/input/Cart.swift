import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        let wide = client.boolVariation(forKey: "beta", defaultValue: false)
        return render(title: "cart", isWide: wide, rows: 2)
    }

    private func render(title: String, isWide: Bool, rows: Int = 1) -> String {
        guard isWide else {
            return "narrow"
        }
        return title + String(rows)
    }
}
