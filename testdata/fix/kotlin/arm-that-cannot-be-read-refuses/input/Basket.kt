package shop

import com.launchdarkly.sdk.server.LDClient

class Basket(private val client: LDClient) {
    fun total(user: LDContext, lines: List<Line>): Int {
        when {
            client.boolVariation("beta", user, false) -> count("new")
            (lines.size > 9) -> {
                count("large")
            }
            else -> count("old")
        }
        return lines.size
    }
}
