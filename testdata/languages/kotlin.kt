package app.http

import acme.flags.Client
import acme.flags.Gate
import acme.flags.Client as Flags

const val EXPORTS = "export-csv" // ~ declares export-csv

enum class Feature(val key: String) {
    NEW_CHECKOUT("new-checkout"), // ~ declares new-checkout
    UNREAD("never-read"),
}

open class Toggle(val key: String, val default: Boolean)

object Portal : Toggle(key = "portal", default = false) // ~ declares portal

val tips = Toggle("tips", true) // ~ declares tips

class Orders(
    private val client: Client,
    private val door: Door,
    private val maybe: Flags?,
) : Base(), Pages {
    private val lazyValue by lazy { client.isOn("lazy") } // ~ lazy
    private val ready: Boolean get() = client.isOn("getter") // ~ getter

    private fun on(feature: Feature, default: Boolean = false): Boolean = client.isOn(feature.key, default)

    private fun off(name: String) = !client.isOn(name)

    @Gate("beta") // ~ beta
    fun show(user: User): List<Int> {
        if (!client.isOn("checkout", false)) { // ~ !checkout
            return emptyList()
        }
        val copy = client.value(key = "copy") ?: "plain" // ~ copy
        maybe?.isOn(PAUSE) // ~ pause
        client.isOn(EXPORTS) && client.isOn(Keys.DEEP) // ~ export-csv deep
        client.isOn(Feature.NEW_CHECKOUT.key) // ~ new-checkout
        on(default = true, feature = Feature.NEW_CHECKOUT) // ~ new-checkout
        off("wrapped") // ~ !wrapped
        client.isOn(Portal.key) // ~ portal
        client.isOn(tips.key) // ~ tips
        client.isOn("a-" + "b") // ~ a-b
        client.isOn("tax-${user.country}-$user") // ~ tax-*-*
        client.isOff("full") // ~ !full
        client.anyOn(listOf("one", "two")) // ~ one two
        client.let { it.isOn("unfollowed") }
        items.filter { item -> client.isOn("in-lambda") } // ~ in-lambda
        door.isOn("checkout")
        // client.isOn("comment")
        val label = "client.isOn(\"text\")"
        return when (client.value("arms")) { // ~ arms
            "long" -> listOf(1)
            else -> emptyList()
        }
    }

    object Keys {
        const val DEEP = "deep" // ~ declares deep
    }

    companion object {
        private const val PAUSE = "pause" // ~ declares pause
    }
}

class OrdersTest {
    private val client = Client("key")

    @Test
    fun `all on`() {
        client.force(mapOf("checkout" to true, EXPORTS to false)) // ~ override:checkout override:export-csv
        every { client.isOn("checkout") } returns true // ~ override:checkout
        verify(client, never()).isOn("checked") // ~ override:checked
        `when`(client.isOn("stubbed")).thenReturn(true) // ~ override:stubbed
    }
}
