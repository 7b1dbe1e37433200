package shop;

import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class CartTest {
    @Mock
    private Toggles toggles;

    @Test
    void sumsUp() {
        when(toggles.isNewCartEnabled()).thenReturn(true);
        assertThat(cart.total()).isEqualTo(1);
        verify(toggles).isNewCartEnabled();
    }

    @Test
    void sumsUpWithoutTheNewCart() {
        when(toggles.isNewCartEnabled()).thenReturn(false);
        assertThat(cart.total()).isEqualTo(2);
    }

    @Test
    void isEmpty() {
        assertThat(new Cart(null).items()).isEmpty();
    }
}
