package shop;

import com.launchdarkly.sdk.server.LDClient;

public class A {
    public Panel make(LDClient client, String title) {
        return new Panel(title);
    }
}

class Panel {
    private final String title;

    /**
     * Makes one.
     *
     * @param title the title
     */
    Panel(String title) {
        this.title = title;
    }

    int width() {
        return 10;
    }
}
