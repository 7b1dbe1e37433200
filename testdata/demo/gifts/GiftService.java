package shop.gifts;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

final class GiftService {
    private final LDClient flags;

    GiftService(LDClient flags) {
        this.flags = flags;
    }

    int price(LDContext visitor) {
        return flags.boolVariation("release-gift-wrap", visitor, false) ? 300 : 0;
    }
}
