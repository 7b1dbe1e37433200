package shop;

import io.getunleash.FakeUnleash;

class CartTest {
    @Test
    void shows() {
        FakeUnleash unleash = new FakeUnleash();
        unleash.enable("beta", "other");
        assertThat(new Cart(unleash).show()).isEqualTo("new");
    }
}
