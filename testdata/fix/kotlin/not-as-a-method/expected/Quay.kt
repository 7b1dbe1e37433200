package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    fun moor(ship: Ship) {
        tie(ship)
    }
}
