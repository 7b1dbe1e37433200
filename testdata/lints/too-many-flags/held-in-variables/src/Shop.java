package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int nested(LDContext context) {
        boolean one = client.boolVariation("one-java", context, false);
        boolean two = client.boolVariation("two-java", context, false); // ~ too-many-flags
        if (one) {
            if (!two) {
                return 2;
            }
        }
        return 1;
    }
}
