package shop;

import com.launchdarkly.sdk.server.LDClient;

class Mail {
    private final LDClient client;

    int send(LDContext context) {
        if (client.boolVariation(Flags.BANNER, context, false)) {
            return 1;
        }
        return 2;
    }
}
