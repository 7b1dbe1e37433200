package shop;

import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartTest {
    private Toggles toggles;

    @Test
    void showsWhatThereIs() {
        String shown = new Cart(toggles).show();

        assertThat(shown).isEqualTo("new 3");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'new, and 3'",
        "2, new"
    })
    void showsTheText(int count, String expected) {
        assertThat(new Cart(toggles).show()).isEqualTo(expected + count);
    }

    @Test
    void limits() {
        when(toggles.limit()).thenReturn(3);
        assertThat(new Cart(toggles).show()).isNotNull();
    }
}
