package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

class Shop {
    private final LDClient client;

    Shop(LDClient client) {
        this.client = client;
    }

    String render(LDContext context) {
        boolean invoice = client.boolVariation("new-invoice", context, false); // ~ identical-branches
        if (invoice) {
            return "invoice";
        } else {
            return "invoice";
        }
    }

    String label(LDContext context) {
        boolean label = client.boolVariation("new-label", context, false);
        return label ? "new" : "old";
    }
}
