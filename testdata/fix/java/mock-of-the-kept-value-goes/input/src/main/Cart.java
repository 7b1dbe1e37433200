package shop;

public class Cart {
    private final Toggles toggles;

    public int total() {
        return toggles.isNewCartEnabled() ? 1 : 2;
    }
}
