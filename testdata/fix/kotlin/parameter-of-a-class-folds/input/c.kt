package shop

import com.launchdarkly.sdk.server.LDClient

class Panel(private val title: String, private val wide: Boolean = false) {
    fun width() = if (wide) 10 else 5
}

fun make(client: LDClient) = Panel("a", wide = client.boolVariation("beta", null, false))
