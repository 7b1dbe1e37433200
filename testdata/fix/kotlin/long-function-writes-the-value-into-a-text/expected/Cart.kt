package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient, user: LDContext) {
    fun total(items: List<Item>): Long {
        return items.sumOf { it.price }
    }

    fun describe(items: List<Item>): String {
        val names = mutableListOf<String>()
        for (item in items) {
            if (item.isCounted && !item.isFree) {
                names.add("${item.name} of ${item.shop}, true")
            }
        }
        return names.joinToString()
    }
}
