import LaunchDarkly

final class Cart {
    func show(client: LDClient) -> String {
        return render()
    }
}
