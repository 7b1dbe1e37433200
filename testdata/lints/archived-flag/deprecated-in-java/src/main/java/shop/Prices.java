package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

final class Prices {
  private static final String NET_PRICES = "net-prices";

  static boolean net(LDClient client, LDContext context) {
    return client.boolVariation(NET_PRICES, context, false); // ~ archived-flag
  }
}
