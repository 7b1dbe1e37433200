package shop;

interface Toggles {
    boolean isSunny();

    boolean usesNewCart(User user);
}
