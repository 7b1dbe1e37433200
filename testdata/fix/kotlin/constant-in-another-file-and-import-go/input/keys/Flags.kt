package shop.keys

object Flags {
    const val OLD_CART = "old-cart"
    const val NEW_CART = "new-cart"
}
