package shop

import com.launchdarkly.sdk.server.LDClient
import io.mockk.mockk
import kotlin.test.Test

class CartTest {
    private val client = mockk<LDClient>()

    @Test
    fun `shows the new cart`() {
        val cart = Cart(client)
        assertEquals("new", cart.show(user))
    }
}
