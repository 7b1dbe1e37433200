import XCTest

final class PanelTests: XCTestCase {
    func test_width_is_large() {
        let panel = Panel(title: "a", wide: true)
        XCTAssertEqual(panel.width, 10)
    }

    func test_width_is_small_when_the_feature_is_off() {
        let panel = Panel(title: "a", wide: false)
        XCTAssertEqual(panel.width, 5)
    }

    func test_title_is_shown() {
        let panel = Panel(title: "b", wide: false, close: { self.done = .init() })
        XCTAssertEqual(panel.description, "b")
    }
}

private extension Panel {
    convenience init(title: String,
                     wide: Bool = LDClient.get()!.boolVariation(forKey: "beta", defaultValue: false)) {
        self.init(title: title, wide: wide, close: {})
    }
}
