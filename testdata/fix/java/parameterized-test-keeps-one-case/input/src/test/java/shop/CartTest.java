package shop;

import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CartTest {
    private Toggles toggles;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsWhatThereIs(boolean on) {
        when(toggles.isBeta()).thenReturn(on);

        String shown = new Cart(toggles).show();

        if (on) {
            assertThat(shown).isEqualTo("new 3");
        } else {
            assertThat(shown).isEqualTo("old");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, 'new, and 3'",
        "1, false, 'old, and none'",
        "2, true, new"
    })
    void showsTheText(int count, boolean on, String expected) {
        when(toggles.isBeta()).thenReturn(on);
        assertThat(new Cart(toggles).show()).isEqualTo(expected + count);
    }

    @Test
    void limits() {
        when(toggles.limit()).thenReturn(3);
        assertThat(new Cart(toggles).show()).isNotNull();
    }
}
