package app.flags;

import com.launchdarkly.sdk.server.LDClient;

public class Toggles {
    private final LDClient client;

    Toggles(LDClient client) {
        this.client = client;
    }

    public boolean isCourierEnabled() {
        return client.boolVariation("courier", context(), false);
    }

    public boolean isReturnsEnabled() {
        return client.boolVariation("returns", context(), false);
    }

    public boolean isNewHeaderEnabled() {
        return client.boolVariation("new-header", context(), false);
    }

    private LDContext context() {
        return LDContext.create("app");
    }
}
