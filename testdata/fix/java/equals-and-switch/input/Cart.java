package shop;

import com.launchdarkly.sdk.server.LDClient;

class Cart {
    static final String PLAN = "plan";

    void show(LDClient client, User user) {
        String plan = client.stringVariation(PLAN, user.context(), "free");
        if ("free".equals(plan)) {
            upsell();
        }
        switch (plan) {
            case "free":
                a();
                break;
            case "pro":
                b();
                break;
            default:
                c();
        }
    }
}
