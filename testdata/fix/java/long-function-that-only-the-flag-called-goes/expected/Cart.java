package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.util.List;
import shop.prices.Rounding;

public class Cart {
  private final LDClient client;
  private boolean coupons;

  Cart(LDClient client) {
    this.client = client;
  }

  long total(LDContext user, List<Item> items) {
    return Rounding.half(sum(items));
  }

  private long sum(List<Item> items) {
    // Coupons count later.
    long sum = 0;
    for (Item item : items) {
      if (item.isCounted() && !item.isFree()) {
        sum += item.price() * item.count() + item.shipping();
      }
    }
    return sum;
  }
}
