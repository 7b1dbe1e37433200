import LaunchDarkly

final class Cart {
    func one() -> Int {
        return 2
    }

    func two() {
        b()
        c()
        d()
    }
}
