package shop;

import acme.client.Client;
import java.util.List;

class Java {
    static final String EXPORTS = "export-csv"; // ~ declares export-csv
    private final Client client;
    private final Door door;

    boolean on(String key) { return client.isOn(key, false); }

    boolean show() {
        if (!client.isOn("checkout", false)) { // ~ !checkout
            return door.isOn("front");
        }
        String text = "client.isOn(\"text\")"; // client.isOn("comment")
        for (String key : List.of("one", "two")) {
            client.isOn(key); // ~ one two
        }
        return (client.isOn("short")) && client.isOn(Java.EXPORTS) && !on("refused"); // ~ short export-csv !refused
    }
}
