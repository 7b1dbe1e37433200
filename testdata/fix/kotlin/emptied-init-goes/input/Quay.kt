package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    private val ships = mutableListOf<Ship>()

    init {
        if (unleash.isEnabled("night-ferry")) {
            ships.add(Ship("night"))
        }
    }

    fun count() = ships.size
}
