package shop;

import com.launchdarkly.sdk.server.LDClient;

public class Cart {
  private LDClient client;

  void one(LDContext user, boolean odd) {
    {
      int x = 1;
      use(x);
    }
    if (odd) {
      int x = 2;
      use(x);
    }
  }

  void two(LDContext user, boolean odd) {
    for (int x = 0; x < 3; x++) {
      use(x);
    }
    if (odd) {
      int x = 1;
      use(x);
    }
  }
}
