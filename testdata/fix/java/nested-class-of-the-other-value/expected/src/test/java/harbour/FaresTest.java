package harbour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;

import io.getunleash.Unleash;
import org.junit.jupiter.api.Test;

class FaresTest {
    private final Unleash unleash = mock(Unleash.class);

    @Test
    void name() {
        assertEquals("fares", new Fares(unleash).name());
    }
}
