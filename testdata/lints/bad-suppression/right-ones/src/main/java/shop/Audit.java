package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

final class Audit {
  static boolean both(LDClient client, LDContext context) {
    // flagdebt: ignore[fully-rolled-out] until 2027-01-31 -- the auditors want both trails this year
    boolean first = client.boolVariation("audit-trail", context, false);
    return first && client.boolVariation("audit-trail", context, false); // flagdebt: ignore[fully-rolled-out] -- the same
  }
}
