package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, private val user: LDContext) {
    private val wide = client.boolVariation("beta", user, false)

    fun show(): String {
        logger.info { "cart shown: user=$user, wide=$wide, at=${now()}" }
        if (!wide) {
            return "old"
        }
        return "new"
    }
}
