#include "base/feature_list.h"

namespace shop {

BASE_FEATURE(kNewCart, "NewCart", base::FEATURE_DISABLED_BY_DEFAULT);

void Save(Store* store) {
  if (store->Write() && base::FeatureList::IsEnabled(kNewCart)) {
    Notify(store);
  }
}

}  // namespace shop
