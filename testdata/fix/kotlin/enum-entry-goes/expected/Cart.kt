package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        render()
        if (client.boolVariation(Feature.OLD_CART.key, user, false)) {
            old()
        }
    }
}
