package shop;

class Cart {
    String show() {
        return "old";
    }
}
