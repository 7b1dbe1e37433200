package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private boolean enabled;

    Cart(LDClient client, LDContext user) {
        this.enabled = true;
    }

    void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    String show() {
        return this.enabled ? "new" : "old";
    }
}
