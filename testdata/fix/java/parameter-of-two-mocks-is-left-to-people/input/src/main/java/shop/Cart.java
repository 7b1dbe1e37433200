package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    String show(LDContext user) {
        return client.boolVariation("beta", user, false) ? "new" : "old";
    }
}
