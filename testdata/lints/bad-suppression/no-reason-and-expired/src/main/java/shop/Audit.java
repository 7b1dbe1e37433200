package shop;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;

final class Audit {
  static boolean both(LDClient client, LDContext context) {
    /* flagdebt: ignore[fully-rolled-out] */ // ~ bad-suppression
    boolean first = client.boolVariation("audit-trail", context, false); // ~ fully-rolled-out
    // flagdebt: ignore[fully-rolled-out] until 2026-06-30 -- the auditors want both ~ bad-suppression
    boolean second = client.boolVariation("audit-trail", context, false); // ~ fully-rolled-out
    // flagdebt: ignore[fuly-rolled-out] -- the auditors want both ~ bad-suppression
    return first && second && client.boolVariation("audit-trail", context, false); // ~ fully-rolled-out
  }
}
