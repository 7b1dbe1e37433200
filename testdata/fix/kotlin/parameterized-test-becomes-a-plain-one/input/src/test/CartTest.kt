package shop

import com.launchdarkly.sdk.server.LDClient
import io.mockk.every
import io.mockk.mockk
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

class CartTest {
    private val client = mockk<LDClient>()

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun `shows the cart`(on: Boolean) {
        every { client.boolVariation("beta", any(), any()) } returns on
        assertEquals(if (on) "new" else "old", Cart(client).show(user))
    }
}
