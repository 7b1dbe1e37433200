package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
  private LDClient client;

  int one(LDContext user) {
    return 2;
  }

  int two(LDContext user) {
    return 2;
  }

  void three(LDContext user) {
    b();
    b();
    c();
  }

  int four(LDContext user) {
    int x = 2;
    return x;
  }
}
