package shop

import com.launchdarkly.sdk.server.LDClient

class Texts(private val client: LDClient) {
    private val isBeta: Boolean
        get() = client.boolVariation("beta", user, false)

    private val isLate by lazy { client.boolVariation("beta", user, false) }

    fun show(order: Order): String {
        val text = "is ${if (isBeta) "new" else "old"} $isBeta for ${order.isBeta}"
        return if (isLate) text else ""
    }
}
