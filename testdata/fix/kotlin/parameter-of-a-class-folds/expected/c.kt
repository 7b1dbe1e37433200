package shop

import com.launchdarkly.sdk.server.LDClient

class Panel(private val title: String) {
    fun width() = 10
}

fun make(client: LDClient) = Panel("a")
