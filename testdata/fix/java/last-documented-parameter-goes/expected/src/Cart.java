package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    void show(LDContext user) {
        render();
    }

    /**
     * Renders it.
     */
    private void render() {
        widen();
        draw();
    }
}
