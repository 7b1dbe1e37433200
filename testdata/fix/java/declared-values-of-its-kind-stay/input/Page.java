import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

public class Page {
  private final LDClient client = new LDClient("sdk");
  Object anything;

  boolean on(LDContext user) {
    return client.boolVariation("beta", user, false);
  }

  void set(LDContext user) {
    this.anything = client.boolVariation("beta", user, false);
  }
}
