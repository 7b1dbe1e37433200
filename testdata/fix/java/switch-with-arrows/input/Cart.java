package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
  private LDClient client;

  int one(LDContext user) {
    switch (client.stringVariation("plan", user, "a")) {
      case "a":
        return 1;
      case "b":
        return 2;
      default:
        return 3;
    }
  }

  int two(LDContext user) {
    return switch (client.stringVariation("plan", user, "a")) {
      case "a" -> 1;
      case "b", "c" -> 2;
      default -> 3;
    };
  }

  void three(LDContext user) {
    String plan = client.stringVariation("plan", user, "a");
    if ("b".equals(plan)) {
      b();
    } else if (plan.equals("c")) {
      c();
    }
    if (!plan.equalsIgnoreCase("B")) {
      d();
    }
    switch (plan) {
      case "a" -> a();
      case "b" -> {
        b();
        c();
      }
      default -> throw new IllegalStateException();
    }
  }

  int four(LDContext user) {
    int x;
    switch (client.stringVariation("plan", user, "a")) {
      case "a":
        x = 1;
        break;
      case "b":
        x = 2;
        break;
      default:
        x = 3;
    }
    return x;
  }
}
