package shop

import com.launchdarkly.sdk.server.LDClient

class A(private val client: LDClient) {
    fun run(order: Order) {
        if (order.isNew) a()
        b()
    }
}
