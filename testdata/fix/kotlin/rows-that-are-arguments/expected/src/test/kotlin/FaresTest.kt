package harbour

import io.getunleash.Unleash
import io.mockk.mockk
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

class FaresTest {
    private val unleash = mockk<Unleash>()

    @ParameterizedTest
    @CsvSource("1", "1")
    fun fares(expected: Int) {
        assertEquals(expected, Fares(unleash).fare())
    }
}
