package harbour;

import io.getunleash.Unleash;

public class Berth {
    int depth(Unleash unleash) {
        return 1;
    }

    boolean isOpen(Unleash unleash) {
        return unleash.isEnabled(Flags.DAY_FERRY);
    }
}
