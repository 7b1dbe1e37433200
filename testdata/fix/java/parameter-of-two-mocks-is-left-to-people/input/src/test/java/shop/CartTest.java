package shop;

import static org.mockito.Mockito.when;

class CartTest {
    private LDClient client;
    private Stock stock;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shows(boolean on) {
        when(client.boolVariation("beta", user, false)).thenReturn(on);
        when(stock.isOpen()).thenReturn(on);
        assertThat(new Cart(client, stock).show(user)).isNotNull();
    }
}
