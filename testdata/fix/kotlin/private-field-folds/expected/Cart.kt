package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient, user: LDContext) {
    private val items = listOf(1)

    fun show() {
        print("new")
        print(items.filter { it > 0 })
    }
}
