#include <launchdarkly/server_side/client.hpp>

using launchdarkly::server_side::Client;

int one(Client &client, const Context &user, int *n, int m) {
    use(*(n + 1));
    std::cout << (m > 1) << std::endl;
    use(sizeof m);
    return m;
}
