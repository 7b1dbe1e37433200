import XCTest
@testable import Harbour

final class MockFlags: FeatureFlagProviding {
    var enabled: Set<Feature> = []
    var nightFerryEnabled = false

    func isEnabled(_ feature: Feature) -> Bool {
        switch feature {
        case .nightFerry: return nightFerryEnabled
        default: return enabled.contains(feature)
        }
    }
}

final class FaresTests: XCTestCase {
    func testDayFare() {
        let flags = MockFlags()
        flags.nightFerryEnabled = false
        XCTAssertEqual(Fares(flags: flags).fare(), 2)
    }
}
