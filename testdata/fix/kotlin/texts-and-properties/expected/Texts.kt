package shop

import com.launchdarkly.sdk.server.LDClient

class Texts(private val client: LDClient) {
    fun show(order: Order): String {
        val text = "is new true for ${order.isBeta}"
        return text
    }
}
