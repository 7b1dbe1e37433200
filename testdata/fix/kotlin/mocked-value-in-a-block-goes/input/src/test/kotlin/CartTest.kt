package shop

import com.launchdarkly.sdk.server.LDClient
import io.mockk.every
import io.mockk.mockk

class CartTest {
    private lateinit var client: LDClient

    @BeforeEach
    fun setup() {
        client = mockk()
        every { client.boolVariation("beta", any(), any()) } returns false
    }

    @Test
    fun showsTheNewCart() {
        every { client.boolVariation("beta", any(), any()) } returns true
        assertEquals("new", Cart(client, user).show())
    }

    @Test
    fun showsTheOldCartWhenDisabled() {
        every { client.boolVariation("beta", any(), any()) } returns false
        assertEquals("old", Cart(client, user).show())
    }
}
