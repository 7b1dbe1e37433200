package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        if (client.boolVariation("beta", user, false)) {
            return "new"
        }
        return "old"
    }
}
