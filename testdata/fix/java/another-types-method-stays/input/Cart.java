package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
    private final LDClient client;

    private boolean isNew() {
        return client.boolVariation("beta", null, false);
    }

    public void run(Order order) {
        if (order.isNew()) {
            a();
        }
        if (isNew()) {
            b();
        }
    }
}
