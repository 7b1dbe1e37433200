package shop;

import com.launchdarkly.sdk.server.LDClient;

class Both {
    boolean all(LDClient client, LDContext user) {
        return !client.boolVariation("beta", user, false) & save(user);
    }
}
