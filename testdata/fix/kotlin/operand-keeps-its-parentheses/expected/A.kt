package shop

import com.launchdarkly.sdk.server.LDClient

class A(private val client: LDClient) {
    fun one(user: LDContext, n: Int, s: String?): Boolean {
        use(n * (n + 1))
        use((n > 1) to n)
        use(n + (n shl 1))
        val c = n + 1
        use(s ?: c)
        return (n > 1) or (n == 1)
    }
}
