package harbour;

import io.getunleash.Unleash;

class Fares {
    private final boolean nightly;

    Fares(Unleash unleash) {
        this.nightly = unleash.isEnabled("nightly");
    }

    int fare() {
        return nightly ? 1 : 2;
    }
}
