package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    String render(LDContext context) {
        if (client.boolVariation("new-invoice", context, false)) { // ~ identical-branches
            return "invoice"; // the new one
        } else {
            return "invoice";
        }
    }
}
