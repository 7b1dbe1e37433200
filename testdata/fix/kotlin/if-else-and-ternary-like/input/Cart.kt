package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun total(user: LDContext, items: List<Item>): Int {
        // the new sums
        if (client.boolVariation("beta", user, false)) {
            log("new")
            return sum(items)
        } else {
            log("old")
        }
        return oldSum(items)
    }

    fun label(user: LDContext) = if (client.boolVariation("beta", user, false)) "New" else "Old"

    fun hint(user: LDContext): String {
        val text = if (client.boolVariation("beta", user, false)) {
            "short"
        } else {
            "long"
        }
        return text
    }
}
