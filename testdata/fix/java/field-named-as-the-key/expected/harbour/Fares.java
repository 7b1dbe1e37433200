package harbour;

import io.getunleash.Unleash;

class Fares {
    Fares(Unleash unleash) {
    }

    int fare() {
        return 1;
    }
}
