package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    boolean[] flags(LDContext context) {
        return new boolean[] {
            client.boolVariation(Flags.NEW_CHECKOUT, context, false),
            client.boolVariation(Flags.CART_V3, context, false),
            client.boolVariation(Flags.SEARCH_FLAG, context, false),
            client.boolVariation("search", context, false),
        };
    }
}
