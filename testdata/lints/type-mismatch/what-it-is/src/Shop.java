package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    String theme(LDContext context) {
        client.jsonValueVariation("layout", context, null).size();
        return client.stringVariation("theme", context, "light") + client.intVariation("cart-limit", context, 10);
    }
}
