package shop

import com.launchdarkly.sdk.server.LDClient

private const val NEW_CART = "new-cart"

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        if (!isNewCart(user)) {
            return "old"
        }
        return render(user)
    }

    fun count(user: LDContext): Int = if (isNewCart(user)) items().size else 0

    // Whether the new cart is shown.
    private fun isNewCart(user: LDContext): Boolean = client.boolVariation(NEW_CART, user, false)

    private fun items() = listOf(1, 2)
}
