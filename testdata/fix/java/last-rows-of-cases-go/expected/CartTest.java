package shop;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartTest {
    private LDClient client;

    @CsvSource({
        "1",
        "2"
    })
    @ParameterizedTest
    void counts(int count) {
        assertEquals(count, new Cart(client).count(count));
    }
}
