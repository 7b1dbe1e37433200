package harbour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.getunleash.Unleash;
import org.junit.jupiter.api.Test;
import org.mockito.Mock;

class FaresTest {
    @Mock
    private Unleash unleash;

    @Test
    void nightFare() {
        when(unleash.isEnabled("night-ferry")).thenReturn(true);
        assertEquals(1, new Fares(unleash).fare());
        verify(unleash).isEnabled("night-ferry");
    }
}
