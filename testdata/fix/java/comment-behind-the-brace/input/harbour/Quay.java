package harbour;

import io.getunleash.Unleash;

class Quay {
    void moor(Unleash unleash, Ship ship) {
        if (unleash.isEnabled("night-ferry")) { // ships are late
            // Lamps first.
            ship.light();
            if (ship.isLong()) {
                ship.turn();
            }
        } else { // never
            ship.wait();
        }
        ship.tie();
    }
}
