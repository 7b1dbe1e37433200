package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, private val user: LDContext) {
    fun run() {
        while (true) step()
    }
}
