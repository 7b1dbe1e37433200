package harbour;

import io.getunleash.DefaultUnleash;

class Quay {
    private static final boolean NIGHT = new DefaultUnleash(config()).isEnabled("night-ferry");

    int berths() {
        return NIGHT ? 1 : 2;
    }
}

class Ship {
    private final boolean NIGHT = false;

    int lamps() {
        return NIGHT ? 3 : 4;
    }
}
