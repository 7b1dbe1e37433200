import XCTest

final class CartTests: XCTestCase {
    func test_shows_the_cart() {
        let flags = MockFlags()
        XCTAssertEqual(Shop(flags: flags).title, "new")
    }

    func test_shows_both() {
        let flags = MockFlags(oldCart: true)
        XCTAssertEqual(Shop(flags: flags).title, "new")
    }

    func test_no_rows_are_counted_twice() {
        let shop = Shop(flags: MockFlags())
        XCTAssertEqual(shop.rows, 2)
    }
}
