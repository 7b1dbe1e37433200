package shop;

public class Texts {
    public static final String BANNER = "Hello";
    public static final int OTHER = 2;
}
