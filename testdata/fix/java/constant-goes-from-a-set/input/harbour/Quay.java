package harbour;

import io.getunleash.Unleash;

class Quay {
    int berths(Unleash unleash) {
        if (!unleash.isEnabled(Flags.NIGHT_FERRY)) {
            return 0;
        }
        return unleash.isEnabled(Flags.FREE_BERTHS) ? 1 : 2;
    }
}
