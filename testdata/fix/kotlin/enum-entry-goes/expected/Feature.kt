package shop

enum class Feature(val key: String) {
    OLD_CART("old-cart"),
}
