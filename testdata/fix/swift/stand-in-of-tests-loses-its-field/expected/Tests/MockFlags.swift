final class MockFlags {
    private let oldCart: Bool

    init(oldCart: Bool = false) {
        self.oldCart = oldCart
    }

    func isOn(_ flag: FeatureFlag) -> Bool {
        switch flag {
        case .oldCart:
            return oldCart
        }
    }
}
