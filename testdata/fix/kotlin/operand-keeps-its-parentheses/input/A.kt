package shop

import com.launchdarkly.sdk.server.LDClient

class A(private val client: LDClient) {
    fun one(user: LDContext, n: Int, s: String?): Boolean {
        use(n * if (client.boolVariation("beta", user, false)) n + 1 else 2)
        use((client.boolVariation("beta", user, false) && n > 1) to n)
        use(n + when { client.boolVariation("beta", user, false) -> n shl 1; else -> 2 })
        val c = if (client.boolVariation("beta", user, false)) n + 1 else 2
        use(s ?: if (client.boolVariation("beta", user, false)) c else 2)
        return (client.boolVariation("beta", user, false) && n > 1) or (n == 1)
    }
}
