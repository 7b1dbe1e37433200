package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    void once(LDContext user) {
        do {
            load();
        } while (client.boolVariation("beta", user, false) && user.isOpen());
        end();
    }

    void often(LDContext user) {
        do {
            if (user.isOld()) {
                continue;
            }
            load();
        } while (!client.boolVariation("beta", user, false) && user.isOpen());
    }
}
