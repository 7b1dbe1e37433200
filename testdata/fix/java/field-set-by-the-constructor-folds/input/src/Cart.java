package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;
    // Whether the new cart is shown.
    private final boolean enabled;

    Cart(LDClient client, LDContext user) {
        this.client = client;
        this.enabled = client.boolVariation("beta", user, false);
    }

    String show() {
        if (this.enabled) {
            return "new";
        }
        return "old";
    }
}
