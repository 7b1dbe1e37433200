package com.example.billing;

import com.launchdarkly.sdk.server.LDClient;
import com.netflix.config.DynamicBooleanProperty;
import com.netflix.config.DynamicPropertyFactory;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.getunleash.Unleash;
import io.split.client.SplitClient;
import java.util.Map;
import org.togglz.core.Feature;
import org.togglz.core.context.FeatureContext;

enum BillingFeatures implements Feature {
  DIRECT_DEBIT, // ~ declares DIRECT_DEBIT
}

/** {@code client.boolVariation("in javadoc", ctx, false)} is prose. */
public class Billing {
  private static final String COLLECT = "collect-alone"; // ~ declares collect-alone
  private static final DynamicBooleanProperty RETRY =
      DynamicPropertyFactory.getInstance().getBooleanProperty("billing.retry", false); // ~ billing.retry
  private final LDClient ld;
  private final Unleash unleash;
  private final SplitClient split;
  private final Client openFeature = OpenFeatureAPI.getInstance().getClient();

  private boolean flag(String key, Object context) {
    return ld.boolVariation(key, context, false);
  }

  public int collect(Object user, Map<String, Boolean> notes, Mixer mixer) {
    if (this.ld.boolVariation(COLLECT, user, false)) return 1; // ~ collect-alone
    if (flag("late-fee", user) && !flag("old-fee", user)) return 2; // ~ late-fee !old-fee
    if (unleash.isEnabled("billing.stop", false)) return 3; // ~ billing.stop
    if ("on".equals(split.getTreatment("user", "bill_engine"))) return 4; // ~ bill_engine
    if (openFeature.getBooleanValue("bill-tips", false)) return 5; // ~ bill-tips
    if (BillingFeatures.DIRECT_DEBIT.isActive()) return 6; // ~ DIRECT_DEBIT
    if (FeatureContext.getFeatureManager().isActive(BillingFeatures.DIRECT_DEBIT)) return 7; // ~ DIRECT_DEBIT
    if (mixer.boolVariation("late-fee", user, true) || notes.get("collect-alone")) return 8;
    return 0;
  }
}

class Mixer {
  boolean boolVariation(String name, Object row, boolean loud) {
    return loud;
  }
}
