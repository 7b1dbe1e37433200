package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    void show(LDClient client, User user) {
        b();
    }
}
