package shop;

class CartTest {
    void total() {
        when(toggles.isBeta()).thenReturn(state.isOn());
    }
}
