package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    private val ships = mutableListOf<Ship>()

    fun count() = ships.size
}
