package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, items: List<Item>): List<Item> {
        val enabled = client.boolVariation("beta", user, false)
        if (enabled) {
            track()
        }
        val shown = items.filter { it.visible && !enabled }
        return if (enabled) sorted(shown) else shown
    }
}
