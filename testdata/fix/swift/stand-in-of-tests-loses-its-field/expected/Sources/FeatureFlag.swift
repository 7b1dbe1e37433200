public enum FeatureFlag: String {
    case oldCart = "old-cart"
}
