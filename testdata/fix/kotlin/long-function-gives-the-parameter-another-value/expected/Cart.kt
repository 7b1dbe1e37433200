package shop

import com.launchdarkly.sdk.server.LDClient
import shop.discount.Coupons
import shop.discount.Vouchers

class Cart(private val client: LDClient) {
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

    fun title(user: LDContext, name: String): String =
        label(name, true)

    fun oldTitle(items: List<Item>, name: String): String {
        val names = mutableListOf<String>()
        for (item in items) {
            if (item.isCounted && !item.isFree) {
                names.add("${item.name} of ${Vouchers.of(item)}")
            }
        }
        return label(names.joinToString(), items.isEmpty())
    }

    private fun label(name: String, fresh: Boolean): String {
        return if (fresh) "New: $name" else name
    }
}
