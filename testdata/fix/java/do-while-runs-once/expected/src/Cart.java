package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private final LDClient client;

    void once(LDContext user) {
        load();
        end();
    }

    void often(LDContext user) {
        do {
            if (user.isOld()) {
                continue;
            }
            load();
        } while (user.isOpen());
    }
}
