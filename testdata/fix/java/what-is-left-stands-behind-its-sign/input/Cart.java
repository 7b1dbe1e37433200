package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private LDClient client;

    void show(User user, Page page) {
        Size size
            = client.boolVariation("beta", user.context(), false) ? Size.LARGE : Size.SMALL;
        boolean full =
            client.boolVariation("beta", user.context(), false) && page.isFull();
        boolean any =
            client.boolVariation("beta", user.context(), false)
                && (page.isFull()
                || page.isEmpty());
        page.show(size, full, any);
        page.show(size, any, full);
    }
}
