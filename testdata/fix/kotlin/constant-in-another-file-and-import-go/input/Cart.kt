package shop

import com.launchdarkly.sdk.server.LDClient
import shop.keys.Flags

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        return if (client.boolVariation(Flags.NEW_CART, user, false)) "new" else "old"
    }
}
