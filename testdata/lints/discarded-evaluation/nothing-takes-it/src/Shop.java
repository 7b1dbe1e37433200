package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    int quote(LDContext context) {
        client.boolVariation("quotes-java", context, false); // ~ discarded-evaluation
        return 1;
    }
}
