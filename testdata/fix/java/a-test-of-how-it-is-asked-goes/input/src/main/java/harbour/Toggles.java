package harbour;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

public class Toggles {
    private final LDClient client;

    public Toggles(LDClient client) {
        this.client = client;
    }

    public boolean isMapShown() {
        return client.boolVariation("quay-map", LDContext.create("harbour"), false);
    }
}
