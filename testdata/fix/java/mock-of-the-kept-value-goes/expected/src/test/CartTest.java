package shop;

class CartTest {
    @Mock
    private Toggles toggles;

    @Test
    void sumsUp() {
        assertThat(cart.total()).isEqualTo(1);
    }

    @Test
    void isEmpty() {
        assertThat(new Cart(null).items()).isEmpty();
    }
}
