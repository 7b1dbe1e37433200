#include "base/feature_list.h"

namespace shop {

BASE_FEATURE(kNewCart, "NewCart", base::FEATURE_DISABLED_BY_DEFAULT);

int Total(const Items& items) {
  // the new sums
  if (base::FeatureList::IsEnabled(kNewCart)) {
    Log("new");
    return Sum(items);
  } else {
    Log("old");
  }
  return OldSum(items);
}

const char* Label() {
  return base::FeatureList::IsEnabled(kNewCart) ? "New" : "Old";
}

void Show(int kind) {
  if (kind == 1) {
    First();
  } else if (base::FeatureList::IsEnabled(kNewCart)) {
    Second();
  } else {
    Third();
  }
  if (!base::FeatureList::IsEnabled(kNewCart) && kind == 2) {
    Fourth();
  }
}

}  // namespace shop
