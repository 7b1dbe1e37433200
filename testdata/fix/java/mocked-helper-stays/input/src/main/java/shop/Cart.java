package shop;

class Cart {
    int total(Toggles toggles) {
        return toggles.isBeta() ? 1 : 2;
    }
}
