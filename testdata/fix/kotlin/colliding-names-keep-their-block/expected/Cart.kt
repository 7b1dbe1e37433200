package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext) {
        run {
            val text = "new"
            print(text)
        }
        val text = "all"
        print(text)
    }
}
