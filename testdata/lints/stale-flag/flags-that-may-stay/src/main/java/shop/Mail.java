package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

final class Mail {
  private final LDClient client;

  Mail(LDClient client) {
    this.client = client;
  }

  boolean maySend(LDContext context) {
    if (client.boolVariation("ops-mail-stop", context, false)) {
      return false;
    }
    return client.boolVariation("premium-mail", context, false); // ~ lifetime-mismatch
  }
}
