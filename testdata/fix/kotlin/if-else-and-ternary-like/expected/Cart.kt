package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun total(user: LDContext, items: List<Item>): Int {
        // the new sums
        log("new")
        return sum(items)
    }

    fun label(user: LDContext) = "New"

    fun hint(user: LDContext): String {
        val text = "short"
        return text
    }
}
