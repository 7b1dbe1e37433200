package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, private val settings: Settings) {
    fun show(user: LDContext) {
        print("new")
        if (settings.get("beta")) {
            print("settings")
        }
    }
}
