#include "base/feature_list.h"

namespace {
BASE_FEATURE(kBeta, "beta", base::FEATURE_DISABLED_BY_DEFAULT);

bool IsBeta() {
  return base::FeatureList::IsEnabled(kBeta);
}
}  // namespace

int Show(int x) {
  const bool on = IsBeta();
  if (!on)
    return 0;
  auto add = [on, x](int y) { return on ? y + x : 0; };
  auto one = [on](int y) { return on ? y : 0; };
  return add(1) + one(2);
}
