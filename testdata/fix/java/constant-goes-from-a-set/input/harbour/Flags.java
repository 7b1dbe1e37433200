package harbour;

import java.util.Set;

public final class Flags {
    public static final String NIGHT_FERRY = "night-ferry";
    public static final String FREE_BERTHS = "free-berths";

    public static final Set<String> ALL = Set.of(NIGHT_FERRY, FREE_BERTHS);

    private Flags() {
    }
}
