package shop;

import com.launchdarkly.sdk.server.LDClient;

class LdToggles implements Toggles {
    private final LDClient client;

    @Override
    public boolean isSunny() {
        return true;
    }

    @Override
    public boolean usesNewCart(User user) {
        return client.boolVariation("beta", user, false);
    }
}
