package harbour

enum class Feature(val key: String, val default: Boolean) {
    FREE_BERTHS("free-berths", true),
    ;

    companion object {
        val beta = setOf(FREE_BERTHS)
    }
}
