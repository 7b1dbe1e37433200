#include <launchdarkly/server_side/client.hpp>

int one(launchdarkly::server_side::Client &client, const Context &user, int n) {
    auto found = client.BoolVariation(user, "beta", false) ? &n : nullptr;
    return found ? *found : 2;
}
