package shop;

import static org.mockito.Mockito.when;

import com.launchdarkly.sdk.server.LDClient;

class CartTest {
    private LDClient client;

    @ParameterizedTest
    @MethodSource("values")
    void shows(boolean on) {
        when(client.boolVariation("beta", user, false)).thenReturn(on);
        assertThat(new Cart(client).show(user)).isNotNull();
    }
}
