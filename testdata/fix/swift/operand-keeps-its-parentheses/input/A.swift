import LaunchDarkly

class A {
    let client: LDClient

    func one(n: Int, s: String?) -> Int {
        use(n << (client.boolVariation(forKey: "beta", defaultValue: false) ? n + 1 : 2))
        use((client.boolVariation(forKey: "beta", defaultValue: false) ? s ?? "a" : "b")!)
        return n * (client.boolVariation(forKey: "beta", defaultValue: false) ? n + 1 : 2)
    }
}
