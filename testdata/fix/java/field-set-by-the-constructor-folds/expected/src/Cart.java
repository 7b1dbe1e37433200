package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    Cart(LDClient client, LDContext user) {
        this.client = client;
    }

    String show() {
        return "new";
    }
}
