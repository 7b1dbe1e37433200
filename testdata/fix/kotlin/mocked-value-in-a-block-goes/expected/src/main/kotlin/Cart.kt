package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, private val user: LDContext) {
    fun show(): String {
        logger.info { "cart shown: user=$user, at=${now()}" }
        return "new"
    }
}
