package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(order: Order, all: List<Boolean>) {
        val enabled = client.boolVariation("beta", user, false)
        all.forEach { enabled -> print(enabled) }
        if (enabled && order.enabled) go()
        order.copy(enabled = enabled)
    }
}
