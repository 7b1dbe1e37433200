package shop;

interface Toggles {
    boolean isSunny();
}
