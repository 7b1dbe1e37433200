package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.util.List;
import shop.discount.Vouchers;

public class Cart {
  private final LDClient client;

  Cart(LDClient client) {
    this.client = client;
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

  String title(LDContext user, String name) {
    return label(name, client.boolVariation("new-cart", user, false));
  }

  String oldTitle(LDContext user, String name, List<Item> items) {
    String voucher = Vouchers.of(items).stream().map(Voucher::name).findFirst().orElse("none");
    if (voucher.length() > name.length() && items.size() > 2) {
      return label(voucher, items.isEmpty());
    }
    return label("Coupons of " + name, false);
  }

  private String label(String name, boolean fresh) {
    return fresh ? "New: " + name : name;
  }
}
