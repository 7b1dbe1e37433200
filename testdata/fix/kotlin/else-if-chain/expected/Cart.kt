package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, kind: Int) {
        if (kind == 1) {
            first()
        } else {
            third()
        }
        if (kind == 2) {
            second()
        } else third()
        if (kind == 3) first()
    }
}
