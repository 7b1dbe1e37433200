public enum FeatureFlag: String {
    case oldCart = "old-cart"
    case newCart = "new-cart"
}
