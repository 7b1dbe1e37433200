package harbour

import io.getunleash.Unleash

class Features(private val unleash: Unleash) {
    fun isEnabled(feature: Feature): Boolean = unleash.isEnabled(feature.key, feature.default)
}
