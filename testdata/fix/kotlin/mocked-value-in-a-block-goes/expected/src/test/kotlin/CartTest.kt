package shop

import com.launchdarkly.sdk.server.LDClient
import io.mockk.mockk

class CartTest {
    private lateinit var client: LDClient

    @BeforeEach
    fun setup() {
        client = mockk()
    }

    @Test
    fun showsTheNewCart() {
        assertEquals("new", Cart(client, user).show())
    }
}
