package shop;

class Cart {
    private boolean enabled = true;

    void force() {
        this.enabled = true;
    }

    String show() {
        return enabled ? "new" : "old";
    }
}
