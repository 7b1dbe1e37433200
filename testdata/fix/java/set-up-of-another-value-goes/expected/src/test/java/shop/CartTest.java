package shop;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class CartTest {
    private final Toggles toggles = mock(Toggles.class);

    @BeforeEach
    void prepare() {
        when(toggles.limit()).thenReturn(3);
    }

    @Test
    void showsTheOldCart() {
        assertThat(new Cart(toggles).show()).isEqualTo("old");
    }

    @Test
    void showsALimitWhateverItHolds() {
        assertThat(new Cart(toggles).show()).isNotNull();
    }
}
