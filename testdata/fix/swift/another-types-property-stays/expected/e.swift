import LaunchDarkly
final class A {
    let client: LDClient
    func run(order: Order) {
        if order.isNew { a() }
        b()
    }
}
