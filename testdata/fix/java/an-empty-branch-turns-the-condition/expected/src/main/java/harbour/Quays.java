package harbour;

import io.getunleash.Unleash;

class Quays {
    private final Unleash unleash;

    Quays(Unleash unleash) {
        this.unleash = unleash;
    }

    void moor(Ship ship) {
        if (!ship.isLarge()) {
            ship.enter();
        }
        if (ship.port() != Port.HOME) {
            ship.report();
        }
        if (ship.isKnown()) {
            ship.greet();
        }
    }
}
