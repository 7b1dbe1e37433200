package shop;

import static org.mockito.Mockito.when;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartTest {
    private LDClient client;

    @CsvSource({
        "true, 1",
        "true, 2",
        "false, 1",
        "false, 2"
    })
    @ParameterizedTest
    void counts(boolean beta, int count) {
        when(client.boolVariation("beta", user, false)).thenReturn(beta);
        assertEquals(count, new Cart(client).count(count));
    }
}
