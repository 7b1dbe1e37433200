package harbour;

import io.getunleash.Unleash;

class Fares {
    private final Unleash unleash;

    Fares(Unleash unleash) {
        this.unleash = unleash;
    }

    int fare() {
        return 1;
    }
}
