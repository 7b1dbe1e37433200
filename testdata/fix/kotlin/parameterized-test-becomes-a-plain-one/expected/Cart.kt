package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        return "new"
    }
}
