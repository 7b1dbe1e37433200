package shop;

import io.getunleash.Unleash;

class Cart {
    private final Unleash unleash;

    String show() {
        return "new";
    }
}
