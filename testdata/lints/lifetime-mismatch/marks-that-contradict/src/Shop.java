package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int total(LDContext context) {
        int total = 0;
        if (client.boolVariation("new-checkout", context, false)) { // ~ lifetime-mismatch
            total += 1;
        }
        if (client.boolVariation("drain-queue", context, false)) { // ~ lifetime-mismatch
            total += 2;
        }
        if (client.boolVariation("beta-prices", context, false)) { // ~ lifetime-mismatch
            total += 4;
        }
        if (client.boolVariation("pause-mail", context, false)) {
            total += 8;
        }
        return total;
    }
}
