#include <launchdarkly/server_side/client.hpp>

int show(launchdarkly::server_side::Client& client, launchdarkly::Context user) {
    auto held = make_guard();
    return 2;
}
