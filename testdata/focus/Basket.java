package shop.basket;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

public class Basket {
    private static final String GIFT_CARDS = "gift-cards";
    private final LDClient client;
    private int[][] table = { { 1, 2 }, { 3, 4 } };

    public Basket(LDClient client) {
        this.client = client;
    }

    private boolean enabled(String key, LDContext user) {
        for (int at = 0; at < 3; at++) {
            log("asking for the value of the key, asking for the value");
        }
        return client.boolVariation(key, user, false);
    }

    public int total(LDContext user)
        throws InterruptedException
    {
        int total = 0;
        String[] names = { "a", "b;", "}" };
        for (String name : names) {
            total += name.length();
            log("not of interest, not of interest, not of interest");
        }
        if (total > 3)
            log("a branch without braces, a branch without braces");
        else if (enabled("free-shipping", user))
            total -= 5;
        else
            log("neither, neither, neither, neither, neither");
        switch (total) {
            case 1:
                log("one, one, one, one, one, one, one, one, one");
                break;
            case 2:
                if (enabled(GIFT_CARDS, user)) {
                    total++;
                }
                break;
            default:
                log("other, other, other, other, other, other");
        }
        do {
            log("once more, once more, once more, once more");
            total--;
        } while (total > 10 && !enabled("long-basket", user));
        try {
            run(() -> {
                log("inside of a lambda, inside of a lambda");
                boolean dark = client.boolVariation("dark-mode", user, false);
                log("between the flag and its use");
                if (dark) {
                    log("dark");
                }
            });
        } catch (RuntimeException error) {
            log("it did not work, it did not work, it did not work");
        } finally {
            log("at last, at last, at last, at last, at last");
        }
        Runnable later = new Runnable() {
            @Override
            public void run() {
                log("a method of no interest, a method of no interest");
            }

            public boolean ask() {
                return enabled("late-flag", user);
            }
        };
        // flagdebt: ignore[unknown-flag] -- kept for the demo
        return total + client.intVariation("line-limit", user, 10);
    }
}
