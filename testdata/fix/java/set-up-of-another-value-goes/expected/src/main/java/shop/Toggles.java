package shop;

import com.launchdarkly.sdk.server.LDClient;

class Toggles {
    private LDClient client;

    public int limit() {
        return 3;
    }
}
