package shop;

import com.launchdarkly.sdk.server.LDClient;

class Toggles {
    private LDClient client;

    public boolean isBeta() {
        return client.boolVariation("beta", new Context(), false);
    }

    public int limit() {
        return 3;
    }
}
