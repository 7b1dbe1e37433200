import AcmeFlags
import SwiftUI

enum FeatureKey: String {
    case checkout = "new-checkout" // ~ declares new-checkout
    case tips, reels = "feed-reels" // ~ declares tips declares feed-reels
    case unread = "never-read" // ~ declares never-read
}

struct Keys {
    static let export = "export-csv" // ~ declares export-csv
}

struct Toggle {
    let key: String
    static let portal = Toggle(key: "portal") // ~ declares portal
}

final class Orders: Base, Pages {
    private let client: Client
    private let door = Door()
    private var pause = "pause" // ~ declares pause

    @Gate("banner", fallback: false) var banner: Bool // ~ banner

    var ready: Bool { client.isOn("computed") } // ~ computed

    init(client: Client) {
        self.client = client
    }

    private func on(_ key: FeatureKey, default fallback: Bool = false) -> Bool {
        client.isOn(key.rawValue, fallback) ?? false
    }

    private func off(flag name: String) -> Bool { !client.isOn(name) }

    func show(user: User) async throws -> [Int] {
        guard let shared = Client.get(), !shared.isOn("locked", false) else { // ~ !locked
            return []
        }
        if on(.checkout) && !self.on(FeatureKey.reels) { tips() } // ~ new-checkout !feed-reels
        off(flag: "wrapped") // ~ !wrapped
        let copy = client.value(key: "copy") ?? "plain" // ~ copy
        let rest = Client.get()?.isOn("rest") // ~ rest
        let page = try await client.value("page") as? String // ~ page
        client.isOn(Keys.export) // ~ export-csv
        client.isOn(pause) // ~ pause
        client.isOn(Toggle.portal.key) // ~ portal
        client.isOn("a-" + "b") // ~ a-b
        client.isOn("tax-\(user.country)-x") // ~ tax-*-x
        client.isOff("full") // ~ !full
        client.anyOn(["one", "two"]) // ~ one two
        items.filter { _ in client.isOn("in-lambda") } // ~ in-lambda
        door.isOn("checkout")
        values["checkout"]?.isOn()
        // client.isOn("comment")
        print("client.isOn(\"text\")")
        switch client.value("arms") { // ~ arms
        case "long": return [1]
        default: return client.isOn("ternary") ? [2] : [] // ~ ternary
        }
    }
}

final class OrdersTests: XCTestCase {
    let client = Client(key: "k")

    func testAllOn() {
        client.force(["checkout": true, Keys.export: false]) // ~ override:checkout override:export-csv
        XCTAssertTrue(client.isOn("asserted")) // ~ asserted
    }
}
