package shop

import com.launchdarkly.sdk.server.LDClient

class Flags(private val client: LDClient) {
    fun isEnabledFlow(key: String) = flow { emit(client.boolVariation(key, user, false)) }
}

class Cart(private val flags: Flags) {
    fun show() = flags.isEnabledFlow("beta").map { on -> if (on) "new" else "old" }
}
