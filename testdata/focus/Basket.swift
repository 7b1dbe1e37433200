import Foundation
import LaunchDarkly

// flagdebt: allow stale-flag -- the sale ends in May
final class Basket {
    private let client: LDClient
    private var items: [Item] = []

    init(client: LDClient, items: [Item] = []) {
        self.client = client
        self.items = items
    }

    var total: Int {
        var sum = 0
        for item in items where item.count > 0 {
            sum += item.price * item.count - item.discount * item.count
        }
        return sum
    }

    func pay(by user: User) throws -> Receipt? {
        let lines = items.map { item in "\(item.name): \(item.price) \"each\" (of \(item.count))" }
        let receipt = Receipt(lines: lines, width: 40)
        guard client.boolVariation(forKey: "pay", defaultValue: false) else {
            note("nobody may pay today, which is told about at some length in the log")
            return nil
        }
        if client.boolVariation(forKey: "pay-later", defaultValue: false) {
            note("it is paid later, and there is nothing else to say about it in the log")
        } else {
            note("it is paid now, and there is nothing else to say about it in the log")
        }
        if items.count > 3 {
            note("there are many items, and there is nothing else to say about it in the log")
        } else if let first = items.first, client.boolVariation(forKey: "first", defaultValue: false) {
            note("\(first.name) is the first, and there is nothing else to say about it in the log")
        }
        switch user.kind {
        case .guest:
            note("a guest pays, and there is nothing else to say about it in the log")
        case .member where client.boolVariation(forKey: "members", defaultValue: true):
            note("a member pays, and there is nothing else to say about it in the log")
        default:
            break
        }
        let text = """
            client.boolVariation(forKey: "in a text", defaultValue: false)
            """
        note(text)
        return receipt
    }

    lazy var isNew = client.boolVariation(forKey: "new-basket", defaultValue: false)

    private func note(_ text: String) {
        print(text)
    }
}
