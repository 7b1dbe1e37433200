package shop;

import dev.openfeature.sdk.Client;

class Cart {
    private final Client client;

    Cart(Client client) {
        this.client = client;
    }

    int size(int count) {
        for (int at = 0; at < count && client.getBooleanValue("beta", false); at++) {
            draw(at);
        }
        return count;
    }
}
