package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, kind: Int): String {
        return when {
            kind == 0 -> "none"
            kind == 1 -> "one"
            else -> "many"
        }
    }

    fun list(user: LDContext, kind: Int) {
        when {
            kind == 0 -> first()
            else -> second()
        }
    }
}
