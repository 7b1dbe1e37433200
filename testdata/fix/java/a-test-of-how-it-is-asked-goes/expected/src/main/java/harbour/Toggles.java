package harbour;

import com.launchdarkly.sdk.server.LDClient;

public class Toggles {
    private final LDClient client;

    public Toggles(LDClient client) {
        this.client = client;
    }
}
