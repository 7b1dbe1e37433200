package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int total(LDContext context) {
        int total = client.boolVariation("drain-queue", context, false) ? 1 : 0;
        return client.boolVariation("pause-mail", context, false) ? total : 2;
    }
}
