package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private static final LDClient client = Clients.get();
    private final boolean enabled = client.boolVariation("beta", USER, false);

    String show() {
        if (this.enabled) {
            return "new";
        }
        return "old";
    }
}
