package shop

import dev.openfeature.sdk.Client

class Rate(private val client: Client) {
    fun show(): String {
        if (client.getIntegerValue("rate", 0) > 1) {
            return "many"
        }
        return "none"
    }

    fun off(): Boolean = client.getIntegerValue("rate", 0) <= 0 || isClosed()

    private fun isClosed(): Boolean = true
}
