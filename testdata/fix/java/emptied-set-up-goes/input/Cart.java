package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    String show(LDContext user) {
        if (client.boolVariation("beta", user, false)) {
            return "new";
        }
        return "old";
    }
}
