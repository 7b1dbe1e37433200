package harbour;

import com.launchdarkly.sdk.server.LDClient;

public class Quays {
    private final LDClient client;
    private final Ledger ledger;

    public Quays(LDClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    public String view(String ship) {
        return ledger.map(ship);
    }

    public int columns(String ship) {
        return 3;
    }
}
