package harbour;

import io.getunleash.Unleash;

class Fares {
    private final Unleash unleash;

    Fares(Unleash unleash) {
        this.unleash = unleash;
    }

    int fare() {
        return unleash.isEnabled("night-ferry") ? 1 : 2;
    }
}
