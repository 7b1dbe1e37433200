package shop;

class Cart {
    private final Toggles toggles;

    Cart(Toggles toggles) {
        this.toggles = toggles;
    }

    String show() {
        if (toggles.isBeta()) {
            return "new " + toggles.limit();
        }
        return "old";
    }
}
