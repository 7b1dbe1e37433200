package harbour;

import dev.openfeature.sdk.Client;

class Quay {
    private final Client client;

    Quay(Client client) {
        this.client = client;
    }

    int berth(Ship ship) {
        int width = ship.width() / 2;
        return ship.last(width);
    }

    int depth(Ship ship) {
        int depth = ship.depth();
        return depth;
    }
}
