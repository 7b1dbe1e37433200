package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, admin: Boolean, visible: Boolean) {
        if (admin && client.boolVariation("beta", user, false)) {
            first()
        }
        if (!client.boolVariation("beta", user, false) || visible) {
            second()
        }
        if (visible && (admin || !client.boolVariation("beta", user, false))) {
            third()
        }
        while (client.boolVariation("beta", user, false) == true && hasNext()) {
            next()
        }
        if (!client.boolVariation("beta", user, false)) {
            fourth()
        }
    }
}
