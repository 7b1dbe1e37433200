package shop;

import com.launchdarkly.sdk.server.LDClient;
import shop.old.Legacy;

class Cart {
    private final LDClient client;

    Cart(LDClient client) {
        this.client = client;
    }

    int total(User user) {
        boolean beta = client.boolVariation("beta", user.context(), false);
        if (beta && user.isActive()) {
            return fresh();
        } else if (!beta) {
            return Legacy.total(user);
        }
        return beta ? 1 : stale();
    }

    private int fresh() {
        return 1;
    }

    private int stale() {
        return 2;
    }
}
