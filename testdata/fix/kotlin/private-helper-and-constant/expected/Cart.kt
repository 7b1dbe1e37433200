package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        return render(user)
    }

    fun count(user: LDContext): Int = items().size

    private fun items() = listOf(1, 2)
}
