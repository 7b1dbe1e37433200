package harbour

import io.getunleash.Unleash

class Quay(private val unleash: Unleash) {
    fun moor(ship: Ship) {
        if (ship.size > 3) {
            if (unleash.isEnabled("night-ferry")) {
                light(ship)
            }
        } else {
            tie(ship)
        }
        leave(ship)
    }
}
