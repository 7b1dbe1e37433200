package shop;

public class Flags {
    public static final String BANNER = "banner";
    public static final String OTHER = "other";
}
