import LaunchDarkly
final class A {
    let client: LDClient
    var isNew: Bool { client.boolVariation(forKey: "beta", defaultValue: false) }
    func run(order: Order) {
        if order.isNew { a() }
        if isNew { b() }
    }
}
