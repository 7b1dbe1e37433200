#include "base/feature_list.h"

namespace {
BASE_FEATURE(kBeta, "beta", base::FEATURE_DISABLED_BY_DEFAULT);
}  // namespace

int Show(int x) {
  auto add = [x](int y) { return y + x; };
  auto one = [](int y) { return y; };
  return add(1) + one(2);
}
