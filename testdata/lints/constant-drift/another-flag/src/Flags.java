package shop;

final class Flags {
    static final String NEW_CHECKOUT = "old-checkout"; // ~ constant-drift
    static final String CART_V3 = "cart-v2"; // ~ constant-drift
    static final String SEARCH_FLAG = "gifts"; // ~ constant-drift
}
