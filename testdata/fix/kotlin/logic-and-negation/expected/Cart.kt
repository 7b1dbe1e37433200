package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext, admin: Boolean, visible: Boolean) {
        if (admin) {
            first()
        }
        if (visible) {
            second()
        }
        if (visible && admin) {
            third()
        }
        while (hasNext()) {
            next()
        }
    }
}
