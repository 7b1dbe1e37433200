package harbour

import dev.openfeature.sdk.Client

class Quay(private val client: Client) {
    fun lights() = run {
        val lamp = Lamp.Red
        lamp.light()
        lamp
    }
}
