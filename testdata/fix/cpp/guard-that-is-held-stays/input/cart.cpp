#include <launchdarkly/server_side/client.hpp>

int show(launchdarkly::server_side::Client& client, launchdarkly::Context user) {
    auto held = make_guard();
    auto size = get_size();
    if (client.BoolVariation(user, "beta", false)) {
        use(held, size);
    }
    return 2;
}
