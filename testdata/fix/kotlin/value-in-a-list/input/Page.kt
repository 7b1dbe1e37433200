package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Page(private val client: LDClient) {
    fun columns(user: LDContext): Int {
        val layout = client.stringVariation("layout", user, "narrow")
        if (layout in listOf("wide", "full")) {
            return 3
        }
        return 1
    }

    fun rows(user: LDContext): Int =
        if (client.stringVariation("layout", user, "narrow") !in setOf("wide", "full")) 3 else 1

    fun size(user: LDContext, sizes: List<String>): Int =
        if (user is LDContext && sizes.isEmpty()) 3 else 1
}
