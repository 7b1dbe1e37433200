package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    void show(LDContext user) {
        render(client.boolVariation("beta", user, false));
    }

    /**
     * Renders it.
     *
     * @param wide whether it is wide
     */
    private void render(boolean wide) {
        if (wide) {
            widen();
        }
        draw();
    }
}
