package shop;

import com.launchdarkly.sdk.server.LDClient;

class Last {
    private final LDClient client;

    void show(LDContext user) {
        render();
    }

    void all(List<Item> items, LDContext user) {
        for (Item item : items) {
            render(item);
        }
    }

    int first(LDContext user) {
        render();
        try {
            render();
        } catch (IOException e) {
            log(e);
        }
        return 1;
    }
}
