package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, user: LDContext) {
    private val fresh = client.boolVariation("new-cart", user, false)

    fun total(items: List<Item>): Long {
        if (fresh) {
            return items.sumOf { it.price }
        }
        return 0
    }

    fun describe(items: List<Item>): String {
        val names = mutableListOf<String>()
        for (item in items) {
            if (item.isCounted && !item.isFree) {
                names.add("${item.name} of ${item.shop}, $fresh")
            }
        }
        return names.joinToString()
    }
}
