package harbour;

import io.getunleash.Unleash;

public class Fares {
    private final Unleash unleash;

    public Fares(Unleash unleash) {
        this.unleash = unleash;
    }

    public int fare(int zones) {
        return zones * 3;
    }
}
