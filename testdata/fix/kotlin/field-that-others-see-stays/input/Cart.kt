package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient, user: LDContext) {
    val enabled = client.boolVariation("beta", user, false)

    fun show() {
        if (enabled) {
            print("new")
        }
    }
}
