package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private static final LDClient client = Clients.get();

    String show() {
        return "old";
    }
}
