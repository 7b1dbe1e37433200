public enum FeatureFlag: String {
    /// The old cart.
    case oldCart = "old-cart"
}

extension FeatureFlag {
    var title: String {
        switch self {
        case .oldCart:
            return "Old"
        }
    }

    var isLocal: Bool {
        switch self {
        case .oldCart:
            return true
        }
    }
}
