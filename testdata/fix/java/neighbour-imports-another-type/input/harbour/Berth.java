package harbour;

import io.getunleash.Unleash;

public class Berth {
    int depth(Unleash unleash) {
        if (!unleash.isEnabled(Flags.NIGHT_FERRY)) {
            return 0;
        }
        return 1;
    }

    boolean isOpen(Unleash unleash) {
        return unleash.isEnabled(Flags.DAY_FERRY);
    }
}
