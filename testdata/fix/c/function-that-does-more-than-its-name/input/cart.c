#include <launchdarkly/server_side/bindings/c/sdk.h>

static bool is_open(int line) {
    count_up(line);
    return line > 2;
}

int one(LDServerSDK client, int line) {
    if (is_open(line) && LDServerSDK_BoolVariation(client, ctx, "beta", false)) {
        return 1;
    }
    return 2;
}
