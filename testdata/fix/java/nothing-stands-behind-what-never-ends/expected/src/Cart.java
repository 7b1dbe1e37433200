package shop;

import dev.openfeature.sdk.Client;

class Cart {
    private final Client client;

    Cart(Client client) {
        this.client = client;
    }

    int size(int count) {
        synchronized (this) {
            return 1;
        }
    }

    int total(int count) {
        try {
            return sum(count);
        } catch (IllegalStateException error) {
            return 0;
        }
    }

    int left(int count) {
        if (count > 2) {
            return 1;
        } else {
            return 2;
        }
    }
}
