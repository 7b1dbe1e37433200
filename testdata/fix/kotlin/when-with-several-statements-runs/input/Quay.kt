package harbour

import dev.openfeature.sdk.Client

class Quay(private val client: Client) {
    fun lights() = when (client.getStringValue("night-ferry", "early")) {
        "late", "later" -> {
            val lamp = Lamp.Red
            lamp.light()
            lamp
        }
        else -> Lamp.None
    }
}
