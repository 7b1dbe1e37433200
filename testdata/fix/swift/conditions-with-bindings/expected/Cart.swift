import LaunchDarkly

final class Cart {
    func open(client: LDClient, order: Order?) {
        guard let order = order else {
            return
        }
        if let note = order.note {
            show(note)
        }
        if let total = order.total,
           total > 0 {
            show(total)
        }
    }
}
