package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun label(user: LDContext, full: Boolean): String? {
        var label = if (client.boolVariation("beta", user, false)) "new" else null
        if (full) {
            label = "full"
        }
        return label
    }
}
