package harbour;

import io.getunleash.Unleash;

class Quay {
    int berths(Unleash unleash) {
        return unleash.isEnabled(Flags.FREE_BERTHS) ? 1 : 2;
    }
}
