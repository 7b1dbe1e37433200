package harbour;

import dev.openfeature.sdk.Client;

class Quay {
    private final Client client;

    Quay(Client client) {
        this.client = client;
    }

    void moor(Ship ship) {
        switch (client.getStringValue("night-ferry", "early")) {
            case "early" -> ship.first();
            case "late" -> {
                int width = 1;
                ship.last(width);
            }
            default -> { }
        }
        int width = 2;
        ship.tie(width);
    }
}
