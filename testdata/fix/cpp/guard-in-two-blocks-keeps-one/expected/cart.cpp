#include <launchdarkly/server_side/client.hpp>

void save(launchdarkly::server_side::Client &client, const Context &user, Store *store) {
    {
        std::lock_guard<std::mutex> lock(store->mutex());
        store->write();
    }
    notify(store);
}
