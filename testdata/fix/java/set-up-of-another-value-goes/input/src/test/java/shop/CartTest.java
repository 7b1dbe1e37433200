package shop;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class CartTest {
    private final Toggles toggles = mock(Toggles.class);

    @BeforeEach
    void prepare() {
        when(toggles.isBeta()).thenReturn(false);
        when(toggles.limit()).thenReturn(3);
    }

    @Test
    void showsTheOldCart() {
        assertThat(new Cart(toggles).show()).isEqualTo("old");
    }

    @Test
    void showsALimitWhateverItHolds() {
        when(toggles.isBeta()).thenReturn(false);
        assertThat(new Cart(toggles).show()).isNotNull();
    }

    @Test
    void neverShowsTheNewCartWhenSwitchedOff() {
        when(toggles.isBeta()).thenReturn(false);
        assertThat(new Cart(toggles).show()).isEqualTo("old");
    }
}
