package shop;

import dev.openfeature.sdk.Client;

class Cart {
    private final Client client;

    Cart(Client client) {
        this.client = client;
    }

    int size(String kind) {
        return switch (kind) {
            case "wide" -> client.getIntegerValue("beta", 1);
            default -> 2;
        };
    }
}
