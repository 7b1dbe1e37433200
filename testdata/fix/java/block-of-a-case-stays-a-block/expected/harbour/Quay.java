package harbour;

import dev.openfeature.sdk.Client;

class Quay {
    private final Client client;

    Quay(Client client) {
        this.client = client;
    }

    void moor(Ship ship) {
        {
            int width = 1;
            ship.last(width);
        }
        int width = 2;
        ship.tie(width);
    }
}
