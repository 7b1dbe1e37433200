package shop;

import io.getunleash.FakeUnleash;

class CartTest {
    @Test
    void shows() {
        FakeUnleash unleash = new FakeUnleash();
        unleash.enable("other");
        assertThat(new Cart(unleash).show()).isEqualTo("new");
    }
}
