package shop

enum class Feature(val key: String) {
    OLD_CART("old-cart"),
    NEW_CART("new-cart"),
}

fun title(feature: Feature) = when (feature) {
    Feature.OLD_CART -> "Old"
    Feature.NEW_CART -> "New"
}
