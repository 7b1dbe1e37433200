package harbour

import io.getunleash.Unleash
import io.mockk.every
import io.mockk.mockk
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

class FaresTest {
    private val unleash = mockk<Unleash>()

    @ParameterizedTest
    @CsvSource("true,1", "false,2", "true,1")
    fun fares(isNight: Boolean, expected: Int) {
        every { unleash.isEnabled("night-ferry") } returns isNight
        assertEquals(expected, Fares(unleash).fare())
    }
}
