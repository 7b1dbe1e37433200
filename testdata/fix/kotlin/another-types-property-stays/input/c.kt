package shop

import com.launchdarkly.sdk.server.LDClient

class A(private val client: LDClient) {
    val isNew: Boolean
        get() { return client.boolVariation("beta", user, false) }

    fun run(order: Order) {
        if (order.isNew) a()
        if (isNew) b()
    }
}
