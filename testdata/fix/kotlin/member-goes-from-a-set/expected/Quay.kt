package harbour

class Quay(private val features: Features) {
    fun berths(): Int {
        var berths = 10
        berths -= 1
        return berths
    }

    fun isFree() = features.isEnabled(Feature.FREE_BERTHS)
}
