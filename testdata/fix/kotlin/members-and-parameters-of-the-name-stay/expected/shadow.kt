package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(order: Order, all: List<Boolean>) {
        all.forEach { enabled -> print(enabled) }
        if (order.enabled) go()
        order.copy(enabled = true)
    }
}
