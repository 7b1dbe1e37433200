#include "base/feature_list.h"

namespace shop {

BASE_FEATURE(kNewCart, "NewCart", base::FEATURE_DISABLED_BY_DEFAULT);

void Save(Store* store) {
  {
    base::AutoLock lock(store->mutex());
    store->Write();
  }
  Notify(store);
}

}  // namespace shop
