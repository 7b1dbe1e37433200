import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

public class Page {
  private final LDClient client = new LDClient("sdk");
  Mono<Boolean> later;

  Mono<Boolean> on(LDContext user) {
    return client.boolVariation("beta", user, false);
  }

  void set(LDContext user) {
    later = client.boolVariation("beta", user, false);
  }
}
