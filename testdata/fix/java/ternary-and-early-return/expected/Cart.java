package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    int total(LDClient client, User user) {
        return 0;
    }
}
