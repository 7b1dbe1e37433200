package shop

class StatsTest {
    @Test
    fun hydrates() {
        Stats.hydrate(listOf(job), true, store, 2)
    }
}
