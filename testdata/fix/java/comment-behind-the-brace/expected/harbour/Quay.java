package harbour;

import io.getunleash.Unleash;

class Quay {
    void moor(Unleash unleash, Ship ship) {
        // ships are late
        // Lamps first.
        ship.light();
        if (ship.isLong()) {
            ship.turn();
        }
        ship.tie();
    }
}
