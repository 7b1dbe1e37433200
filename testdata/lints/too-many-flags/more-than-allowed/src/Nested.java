package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Nested {
    private final LDClient client;

    Nested(LDClient client) {
        this.client = client;
    }

    int nested(LDContext context) {
        if (client.boolVariation("one", context, false)) {
            if (client.boolVariation("two", context, false)) { // ~ too-many-flags
                return 2;
            }
        }
        return 1;
    }
}
