import LaunchDarkly

final class Cart {
    func show() -> String {
        return "new"
    }
}
