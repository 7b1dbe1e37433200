import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        return render(title: "cart", rows: 2)
    }

    private func render(title: String, rows: Int = 1) -> String {
        return title + String(rows)
    }
}
