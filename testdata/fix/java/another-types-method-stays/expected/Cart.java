package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
    private final LDClient client;

    public void run(Order order) {
        if (order.isNew()) {
            a();
        }
        b();
    }
}
