package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    int total(LDClient client, User user) {
        // Nothing to do without the beta.
        if (!client.boolVariation("beta", user.context(), false)) {
            return 0;
        }
        int rate = client.boolVariation("beta", user.context(), false) ? 2 : 3;
        return rate;
    }
}
