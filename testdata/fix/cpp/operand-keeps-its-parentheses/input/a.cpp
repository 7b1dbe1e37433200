#include <launchdarkly/server_side/client.hpp>

using launchdarkly::server_side::Client;

int one(Client &client, const Context &user, int *n, int m) {
    use(*(client.BoolVariation(user, "beta", false) ? n + 1 : n));
    std::cout << (client.BoolVariation(user, "beta", false) ? m > 1 : m < 2) << std::endl;
    use(sizeof(client.BoolVariation(user, "beta", false) ? m : 2L));
    return(client.BoolVariation(user, "beta", false) ? m : 2);
}
