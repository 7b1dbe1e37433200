package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        if (client.boolVariation(Feature.NEW_CART.key, user, false)) {
            render()
        }
        if (client.boolVariation(Feature.OLD_CART.key, user, false)) {
            old()
        }
    }
}
