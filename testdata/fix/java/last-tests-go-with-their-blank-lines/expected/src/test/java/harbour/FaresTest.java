package harbour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.getunleash.Unleash;
import org.junit.jupiter.api.Test;
import org.mockito.Mock;

class FaresTest {
    @Mock
    private Unleash unleash;

    @Test
    void nightFerry() {
        assertEquals(1, new Fares(unleash).fare());
    }
}
