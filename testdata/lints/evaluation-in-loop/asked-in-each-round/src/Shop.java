package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    void ship(Iterable<Runnable> orders, LDContext context) {
        for (Runnable order : orders) {
            if (client.boolVariation("ship-java", context, false)) { // ~ evaluation-in-loop
                order.run();
            }
        }
    }
}
