package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        when (client.stringVariation("plan", user, "free")) {
            "free", "basic" -> upsell()
            "pro", "max" -> {
                menu()
                badge()
            }
            else -> warn()
        }
        done()
    }

    fun limit(user: LDContext): Int = when (client.stringVariation("plan", user, "free")) {
        "pro" -> 100
        else -> 10
    }

    fun title(user: LDContext): String {
        return when (client.stringVariation("plan", user, "free")) {
            "free" -> "Free"
            else -> "Paid"
        }
    }
}
