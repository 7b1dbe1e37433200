package shop;

import static org.mockito.BDDMockito.given;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CartTest {
    private LDClient client;

    @BeforeEach
    void init() {
        given(client.boolVariation("beta", user, false)).willReturn(true);
    }

    @Test
    void shows() {
        assertThat(new Cart(client).show(user)).isEqualTo("new");
    }
}
