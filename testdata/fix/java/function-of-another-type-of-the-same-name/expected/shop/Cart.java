package shop;

import static shop.Pages.show;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
    private final LDClient client;
    private final LDContext user;

    private static class Title {
        Title() {
        }

        String show(String other) {
            return other;
        }
    }

    private String title() {
        return "old";
    }

    public void print(int line) {
        show("line", line);
    }
}
