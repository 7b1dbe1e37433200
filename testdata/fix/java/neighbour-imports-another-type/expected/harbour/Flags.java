package harbour;

public final class Flags {
    public static final String DAY_FERRY = "day-ferry";
}
