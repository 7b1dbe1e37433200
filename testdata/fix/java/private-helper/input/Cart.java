package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private LDClient client;

    int total(User user) {
        if (isBeta(user) || user.isOld()) {
            return 1;
        }
        return 2;
    }

    /** Whether the beta is on. */
    private boolean isBeta(User user) {
        return client.boolVariation("beta", user.context(), false);
    }

    int other() {
        return 3;
    }
}
