public enum FeatureFlag: String {
    /// The old cart.
    case oldCart = "old-cart"

    /// The new cart.
    case newCart = "new-cart"
}

extension FeatureFlag {
    var title: String {
        switch self {
        case .oldCart:
            return "Old"
        case .newCart:
            return "New"
        }
    }

    var isLocal: Bool {
        switch self {
        case .oldCart, .newCart:
            return true
        }
    }
}
