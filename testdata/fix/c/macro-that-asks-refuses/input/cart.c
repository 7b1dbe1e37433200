#include <launchdarkly/server_side/bindings/c/sdk.h>

#define BETA_ON(client) LDServerSDK_BoolVariation((client), ctx, "beta", false)

int one(LDServerSDK client) {
    if (LDServerSDK_BoolVariation(client, ctx, "beta", false)) {
        return 1;
    }
    return 2;
}

int two(LDServerSDK client) {
    if (BETA_ON(client)) {
        return 1;
    }
    return 2;
}
