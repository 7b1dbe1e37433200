package shop

import com.launchdarkly.sdk.server.LDClient
import shop.discount.Coupons
import shop.discount.Vouchers

class Cart(private val client: LDClient) {
    fun total(user: LDContext, items: List<Item>): Long {
        if (client.boolVariation("new-cart", user, false)) {
            return sum(items)
        }
        return Coupons.apply(Vouchers.apply(sum(items)))
    }

    private fun sum(items: List<Item>): Long {
        // Coupons count later.
        var sum = 0L
        for (item in items) {
            if (item.isCounted && !item.isFree) {
                sum += item.price * item.count + item.shipping
            }
        }
        return sum
    }

    fun oldTitle(items: List<Item>, name: String): String {
        val names = mutableListOf<String>()
        for (item in items) {
            if (item.isCounted && !item.isFree) {
                names.add("${item.name} of ${Vouchers.of(item)}")
            }
        }
        return names.joinToString()
    }
}
