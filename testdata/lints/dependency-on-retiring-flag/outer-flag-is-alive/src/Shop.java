package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int cart(LDContext context) {
        if (client.boolVariation("new-cart", context, false)) {
            return client.boolVariation("cart-upsell", context, false) ? 2 : 1;
        }
        return 0;
    }
}
