package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        if (client.boolVariation("beta", user, false)) {
            val text = "new"
            print(text)
        }
        val text = "all"
        print(text)
    }
}
