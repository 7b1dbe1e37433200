package shop;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.api.Test;

class CartTest {
    private LDClient client;

    @Test
    void shows() {
        assertThat(new Cart(client).show(user)).isEqualTo("new");
    }
}
