package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Toggles {
    private final LDClient client;
}
