package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    int width(Item item) {
        if (item.wide()) {
            return 20;
        }
        return 10;
    }
}
