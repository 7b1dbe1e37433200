package shop.cart

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

object Keys {
    const val GIFT_CARDS = "gift-cards"
}

class Cart(
    private val client: LDClient,
    private val log: (String) -> Unit,
) {
    private fun enabled(key: String, user: LDContext): Boolean {
        log("asking for the value of the key, asking for the value of it")
        return client.boolVariation(key, user, false)
    }

    fun `what's in it`(user: LDContext): Int {
        var total = 0
        val names = listOf("a", "b {", "${total + "}".length} of them")
        names.forEach { name ->
            total += name.length
            log("not of interest, not of interest, not of interest, not of interest")
        }
        if (enabled("free-shipping", user)) {
            total -= 5
        } else {
            log("neither, neither, neither, neither, neither, neither, neither")
        }
        when (total) {
            1 -> log("one, one, one, one, one, one, one, one, one, one, one, one")
            else -> if (enabled(Keys.GIFT_CARDS, user)) total++
        }
        val dark = client.boolVariation("dark-mode", user, false)
        log("between the flag and its use, between the flag and its use")
        return if (dark) total else 0
    }

    fun other(): Int {
        log("nothing of interest, nothing of interest, nothing of interest")
        log("nothing of interest, nothing of interest, nothing of interest")
        return names().size
    }

    fun late(user: LDContext) = run {
        log("the last statement is what it gives, the last statement is what it gives")
        enabled("late-cart", user)
    }

    private fun names() = listOf("a")
}
