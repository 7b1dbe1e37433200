package harbour;

public class Quays {
    private final Toggles toggles;

    public Quays(Toggles toggles) {
        this.toggles = toggles;
    }

    public String view() {
        return "map";
    }
}
