package harbour;

import io.getunleash.Unleash;

class Quay {
    void moor(Unleash unleash, Ship ship) {
        if (!(ship.size() > 3)) {
            tie(ship);
        }
        if (ship == null) {
        } else if (ship.isLate()) {
            tie(ship);
        }
        if (ship.name() != null) {
            tie(ship);
        }
        if (!ship.isLate()) {
            tie(ship);
        }
    }
}
