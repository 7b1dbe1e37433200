package shop;

class Cart {
    private final Toggles toggles;

    Cart(Toggles toggles) {
        this.toggles = toggles;
    }

    String show() {
        return "new " + toggles.limit();
    }
}
