package harbour

class Quay(private val features: Features) {
    fun berths(): Int {
        var berths = 10
        if (features.isEnabled(Feature.NIGHT_FERRY)) {
            berths -= 1
        }
        return berths
    }

    fun isFree() = features.isEnabled(Feature.FREE_BERTHS)
}
