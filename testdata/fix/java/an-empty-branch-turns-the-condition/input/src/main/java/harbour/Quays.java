package harbour;

import io.getunleash.Unleash;

class Quays {
    private final Unleash unleash;

    Quays(Unleash unleash) {
        this.unleash = unleash;
    }

    void moor(Ship ship) {
        if (ship.isLarge()) {
            if (!unleash.isEnabled("quay-map")) {
                ship.callPilot();
            }
        } else {
            ship.enter();
        }
        if (ship.port() == Port.HOME) {
            if (!unleash.isEnabled("quay-map")) {
                ship.callPilot();
            }
        } else {
            ship.report();
        }
        if (!ship.isKnown()) {
            if (!unleash.isEnabled("quay-map")) {
                ship.callPilot();
            }
        } else {
            ship.greet();
        }
    }
}
