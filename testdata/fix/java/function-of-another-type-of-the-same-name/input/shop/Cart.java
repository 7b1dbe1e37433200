package shop;

import static shop.Pages.show;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
    private final LDClient client;
    private final LDContext user;

    private static class Title {
        private final boolean on;

        Title(boolean on) {
            this.on = on;
        }

        String show(String other) {
            if (on) {
                return "new";
            }
            return other;
        }
    }

    private String title() {
        return new Title(client.boolVariation("beta", user, false)).show("old");
    }

    public void print(int line) {
        show("line", line);
    }
}
