package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.util.List;
import shop.discount.Coupons;
import shop.discount.Vouchers;
import shop.prices.Rounding;

public class Cart {
  private final LDClient client;
  private boolean coupons;

  Cart(LDClient client) {
    this.client = client;
  }

  long total(LDContext user, List<Item> items) {
    if (client.boolVariation("new-cart", user, false)) {
      return Rounding.half(sum(items));
    }
    return Rounding.down(Coupons.apply(Vouchers.apply(late(items))));
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

  private long late(List<Item> items) {
    long sum = 0;
    for (Item item : items) {
      if (item.isLate() && !item.isFree()) {
        sum += item.price() * item.count() + item.surcharge() + item.shipping();
      }
    }
    return sum;
  }
}
