package shop;

import com.launchdarkly.sdk.server.LDClient;

class Mail {
    private final LDClient client;

    int send(LDContext context) {
        return 1;
    }
}
