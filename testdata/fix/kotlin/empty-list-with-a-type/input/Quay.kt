package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    val berths: List<Int> by lazy {
        if (unleash.isEnabled("night-ferry")) {
            listOf(1)
        } else {
            emptyList()
        }
    }

    fun ferries(): List<Int> = if (unleash.isEnabled("night-ferry")) listOf(1) else emptyList()

    fun show() {
        render(if (unleash.isEnabled("night-ferry")) listOf(1) else emptyList())
    }
}
