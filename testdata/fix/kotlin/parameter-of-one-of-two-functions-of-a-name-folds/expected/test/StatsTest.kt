package shop

class StatsTest {
    @Test
    fun hydrates() {
        Stats.hydrate(listOf(job), store, 2)
    }
}
