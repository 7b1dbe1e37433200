package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int cart(LDContext context) {
        if (!client.boolVariation("outer-java", context, false)) {
            return 0;
        } else {
            return client.boolVariation("inner-java", context, false) ? 2 : 1; // ~ undeclared-dependency
        }
    }
}
