package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    void place(LDContext context) {
        boolean first = client.boolVariation("new-pay", context, false);
        run(() -> client.boolVariation("new-pay", context, false), first); // ~ repeated-evaluation
    }
}
