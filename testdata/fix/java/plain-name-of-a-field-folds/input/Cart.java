package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;
    private final boolean wide = client.boolVariation("beta", null, false);

    int width(Item item) {
        if (item.wide()) {
            return 20;
        }
        return wide ? 10 : 5;
    }
}
