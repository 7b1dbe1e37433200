package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, kind: Int): String {
        if (kind == 1) {
            first()
        } else if (client.boolVariation("beta", user, false)) {
            second()
        } else if (kind == 2) {
            third()
        } else {
            fourth()
        }
        return if (kind == 3) "a" else if (client.boolVariation("beta", user, false)) "b" else "c"
    }
}
