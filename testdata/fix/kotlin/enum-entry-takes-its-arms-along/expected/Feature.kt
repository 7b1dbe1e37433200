package shop

enum class Feature(val key: String) {
    OLD_CART("old-cart"),
}

fun title(feature: Feature) = when (feature) {
    Feature.OLD_CART -> "Old"
}
