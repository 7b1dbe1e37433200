package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient, user: LDContext) {
    val enabled = true

    fun show() {
        if (enabled) {
            print("new")
        }
    }
}
