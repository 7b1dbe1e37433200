package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, rows: List<Int>): Int {
        val head = rows.first() ?: return 3
        val tail = rows.last()
        if (client.boolVariation("beta", user, false)) {
            use(head, tail)
        }
        return 2
    }
}
