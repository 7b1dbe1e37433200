package shop;

import com.launchdarkly.sdk.server.LDClient;

public class A {
    public Panel make(LDClient client, String title) {
        return new Panel(title, client.boolVariation("beta", null, false));
    }

    public Panel narrow(String title) {
        return new Panel(title, false);
    }
}

class Panel {
    private final String title;
    private final boolean wide;

    /**
     * Makes one.
     *
     * @param title the title
     * @param wide whether it is wide
     */
    Panel(String title, boolean wide) {
        this.title = title;
        this.wide = wide;
    }

    int width() {
        return wide ? 10 : 5;
    }
}
