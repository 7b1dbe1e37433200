package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Page(private val client: LDClient) {
    fun columns(user: LDContext): Int {
        return 3
    }

    fun rows(user: LDContext): Int =
        1

    fun size(user: LDContext, sizes: List<String>): Int =
        if (user is LDContext && sizes.isEmpty()) 3 else 1
}
