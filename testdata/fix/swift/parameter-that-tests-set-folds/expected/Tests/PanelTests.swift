import XCTest

final class PanelTests: XCTestCase {
    func test_width_is_large() {
        let panel = Panel(title: "a")
        XCTAssertEqual(panel.width, 10)
    }

    func test_title_is_shown() {
        let panel = Panel(title: "b", close: { self.done = .init() })
        XCTAssertEqual(panel.description, "b")
    }
}

private extension Panel {
    convenience init(title: String) {
        self.init(title: title, close: {})
    }
}
