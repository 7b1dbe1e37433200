import LaunchDarkly

class A {
    let client: LDClient

    func one(n: Int, s: String?) -> Int {
        use(n << (n + 1))
        use((s ?? "a")!)
        return n * (n + 1)
    }
}
