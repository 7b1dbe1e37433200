package harbour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.getunleash.FakeUnleash;
import org.junit.jupiter.api.Test;

class FaresTest {
    private final FakeUnleash fake = new FakeUnleash();

    @Test
    void fareFollowsTheFlag() {
        fake.enable("night-ferry");
        assertEquals(6, new Fares(fake).fare(2));
        fake.disable("night-ferry");
        assertEquals(4, new Fares(fake).fare(2));
    }
}
