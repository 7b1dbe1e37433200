package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient, user: LDContext) {
    private val enabled = client.boolVariation("beta", user, false)
    private val items = listOf(1)

    fun show() {
        if (enabled) {
            print("new")
        }
        print(items.filter { !this.enabled || it > 0 })
    }
}
