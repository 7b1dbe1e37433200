package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    fun moor(ship: Ship) {
        if (!(ship.size > 3)) {
            tie(ship)
        }
        leave(ship)
    }
}
