#include <launchdarkly/server_side/client.hpp>

void save(launchdarkly::server_side::Client &client, const Context &user, Store *store) {
    if (client.BoolVariation(user, "beta", false)) {
        if (client.BoolVariation(user, "beta", false)) {
            std::lock_guard<std::mutex> lock(store->mutex());
            store->write();
        }
    }
    notify(store);
}
