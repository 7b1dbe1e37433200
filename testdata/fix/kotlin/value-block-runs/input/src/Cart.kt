package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        val text = if (client.boolVariation("beta", user, false)) {
            track()
            "new"
        } else {
            "old"
        }
        return text
    }
}
