package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, items: List<Item>): List<Item> {
        val shown = items.filter { it.visible }
        return shown
    }
}
