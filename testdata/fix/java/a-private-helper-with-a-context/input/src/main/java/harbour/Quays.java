package harbour;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

public class Quays {
    private static final String QUAY_MAP = "quay-map";

    private final LDClient client;
    private final Ledger ledger;

    public Quays(LDClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    public String view(String ship) {
        if (showsMap(ship)) {
            return ledger.map(ship);
        }
        return ledger.list(ship);
    }

    public int columns(String ship) {
        LDContext context = LDContext.create(ship);
        boolean wide = client.boolVariation(QUAY_MAP, context, false);
        return wide ? 3 : 1;
    }

    private boolean showsMap(String ship) {
        LDContext context = LDContext.builder(ship).kind("ship").set("port", "home").build();
        return client.boolVariation(QUAY_MAP, context, false);
    }
}
