package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, force: Boolean) {
        var enabled = true
        if (force) {
            enabled = true
        }
        if (enabled) {
            print("new")
        }
    }
}
