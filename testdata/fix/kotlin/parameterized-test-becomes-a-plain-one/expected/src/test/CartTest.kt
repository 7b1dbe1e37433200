package shop

import com.launchdarkly.sdk.server.LDClient
import io.mockk.mockk
import org.junit.jupiter.api.Test

class CartTest {
    private val client = mockk<LDClient>()

    @Test
    fun `shows the cart`() {
        assertEquals("new", Cart(client).show(user))
    }
}
