package shop

import dev.openfeature.sdk.Client

class Rate(private val client: Client) {
    fun show(): String {
        return "many"
    }

    fun off(): Boolean = isClosed()

    private fun isClosed(): Boolean = true
}
