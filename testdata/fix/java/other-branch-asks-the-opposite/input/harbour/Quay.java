package harbour;

import io.getunleash.Unleash;

class Quay {
    void moor(Unleash unleash, Ship ship) {
        if (ship.size() > 3) {
            if (unleash.isEnabled("night-ferry")) {
                light(ship);
            }
        } else {
            tie(ship);
        }
        if (ship == null) {
            if (unleash.isEnabled("night-ferry")) {
                wait(ship);
            }
        } else if (ship.isLate()) {
            tie(ship);
        }
        if (ship.name() == null) {
            // Nobody waits.
            if (unleash.isEnabled("night-ferry")) {
                wait(ship);
            }
        } else {
            tie(ship);
        }
        if (ship.isLate()) {
            if (unleash.isEnabled("night-ferry")) {
                wait(ship);
            }
        } else {
            tie(ship);
        }
    }
}
