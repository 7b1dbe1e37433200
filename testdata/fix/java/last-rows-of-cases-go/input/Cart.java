package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    Cart(LDClient client) {
        this.client = client;
    }

    int count(int count) {
        return client.boolVariation("beta", user, false) ? count : count + 0;
    }
}
