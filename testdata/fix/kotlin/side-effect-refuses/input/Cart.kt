package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        if (client.boolVariation("beta", user, false) || save(user)) {
            print("new")
        }
        if (save(user) || client.boolVariation("beta", user, false)) {
            print("new")
        }
    }
}
