final class MockFlags {
    private let oldCart: Bool
    private let newCart: Bool

    init(oldCart: Bool = false,
         newCart: Bool = false) {
        self.oldCart = oldCart
        self.newCart = newCart
    }

    func isOn(_ flag: FeatureFlag) -> Bool {
        switch flag {
        case .oldCart:
            return oldCart
        case .newCart:
            return newCart
        }
    }
}
