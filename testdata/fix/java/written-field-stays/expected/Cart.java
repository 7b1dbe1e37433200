package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private static final LDClient client = Clients.get();
    private boolean enabled = true;

    void force() {
        this.enabled = true;
    }

    String show() {
        return enabled ? "new" : "old";
    }
}
