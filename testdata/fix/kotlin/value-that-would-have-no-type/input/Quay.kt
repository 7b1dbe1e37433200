package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    val berths by lazy {
        if (unleash.isEnabled("night-ferry")) {
            listOf(1)
        } else {
            emptyList()
        }
    }
}
