package shop;

class Cart {
    private final Toggles toggles;

    String show(User user) {
        return toggles.usesNewCart(user) ? "new" : "old";
    }
}
