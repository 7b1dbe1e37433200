package shop;

import com.launchdarkly.sdk.server.LDClient;

class Last {
    private final LDClient client;

    void show(LDContext user) {
        if (client.boolVariation("beta", user, false)) {
            render();
            return;
        }
        renderOld();
    }

    void all(List<Item> items, LDContext user) {
        for (Item item : items) {
            if (client.boolVariation("beta", user, false)) {
                render(item);
                continue;
            }
            renderOld(item);
        }
        for (Item item : items) {
            if (client.boolVariation("beta", user, false)) {
                continue;
            }
            old(item);
        }
    }

    int first(LDContext user) {
        try {
            render();
        } finally {
            if (!client.boolVariation("beta", user, false)) {
                close();
            }
        }
        try {
            render();
        } catch (IOException e) {
            log(e);
        } finally {
            if (!client.boolVariation("beta", user, false)) {
                close();
            }
        }
        return 1;
    }
}
