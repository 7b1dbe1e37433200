package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        menu()
        badge()
        done()
    }

    fun limit(user: LDContext): Int = 100

    fun title(user: LDContext): String {
        return "Paid"
    }
}
