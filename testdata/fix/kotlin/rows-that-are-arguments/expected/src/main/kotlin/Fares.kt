package harbour

import io.getunleash.Unleash

class Fares(private val unleash: Unleash) {
    fun fare() = 1
}
