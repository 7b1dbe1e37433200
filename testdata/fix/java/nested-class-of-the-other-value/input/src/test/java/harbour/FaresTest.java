package harbour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.getunleash.Unleash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaresTest {
    private final Unleash unleash = mock(Unleash.class);

    @Test
    void name() {
        assertEquals("fares", new Fares(unleash).name());
    }

    @Nested
    class WhenNightFerryIsOff {
        @BeforeEach
        void off() {
            when(unleash.isEnabled("night-ferry")).thenReturn(false);
        }

        @Test
        void two() {
            assertEquals(2, new Fares(unleash).fare());
        }
    }
}
