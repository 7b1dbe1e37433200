package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    private LDClient client;

    void show(User user, Page page) {
        Size size = Size.LARGE;
        boolean full = page.isFull();
        boolean any =
            (page.isFull()
            || page.isEmpty());
        page.show(size, full, any);
        page.show(size, any, full);
    }
}
