package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, kind: Int): String {
        if (kind == 1) {
            first()
        } else {
            second()
        }
        return if (kind == 3) "a" else "b"
    }
}
