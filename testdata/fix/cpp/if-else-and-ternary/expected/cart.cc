#include "base/feature_list.h"

namespace shop {

BASE_FEATURE(kNewCart, "NewCart", base::FEATURE_DISABLED_BY_DEFAULT);

int Total(const Items& items) {
  // the new sums
  Log("new");
  return Sum(items);
}

const char* Label() {
  return "New";
}

void Show(int kind) {
  if (kind == 1) {
    First();
  } else {
    Second();
  }
}

}  // namespace shop
