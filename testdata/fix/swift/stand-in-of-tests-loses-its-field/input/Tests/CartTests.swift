import XCTest

final class CartTests: XCTestCase {
    func test_shows_the_cart() {
        let flags = MockFlags(newCart: true)
        XCTAssertEqual(Shop(flags: flags).title, "new")
    }

    func test_shows_both() {
        let flags = MockFlags(oldCart: true, newCart: true)
        XCTAssertEqual(Shop(flags: flags).title, "new")
    }

    func test_shows_the_old_cart_when_the_flag_is_off() {
        XCTAssertEqual(Shop(flags: MockFlags(newCart: false)).title, "old")
    }

    func test_no_rows_are_counted_twice() {
        let shop = Shop(flags: MockFlags(newCart: false))
        XCTAssertEqual(shop.rows, 2)
    }
}
