package harbour

enum class Feature(val key: String, val default: Boolean) {
    /** Ferries at night. */
    NIGHT_FERRY("night-ferry", false),
    FREE_BERTHS("free-berths", true),
    ;

    companion object {
        val beta = setOf(NIGHT_FERRY, FREE_BERTHS)
    }
}
