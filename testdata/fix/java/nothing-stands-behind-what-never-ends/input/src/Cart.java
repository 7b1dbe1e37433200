package shop;

import dev.openfeature.sdk.Client;

class Cart {
    private final Client client;

    Cart(Client client) {
        this.client = client;
    }

    int size(int count) {
        synchronized (this) {
            if (client.getBooleanValue("beta", false)) {
                return 1;
            }
            count++;
        }
        return count;
    }

    int total(int count) {
        try {
            if (client.getBooleanValue("beta", false)) {
                return sum(count);
            }
        } catch (IllegalStateException error) {
            return 0;
        }
        return count;
    }

    int left(int count) {
        if (count > 2) {
            if (client.getBooleanValue("beta", false)) {
                return 1;
            }
        } else {
            return 2;
        }
        return count;
    }
}
