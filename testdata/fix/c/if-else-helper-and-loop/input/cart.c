#include <launchdarkly/server_side/bindings/c/sdk.h>
#include "cart.h"

#define NEW_CART "new-cart"

static int is_new(LDServerSDK client) {
    return LDServerSDK_BoolVariation(client, ctx, NEW_CART, false);
}

static int old_total(void) {
    return 2;
}

int one(LDServerSDK client) {
    /* the new cart is faster */
    if (LDServerSDK_BoolVariation(client, ctx, "new-cart", false)) {
        /* at once */
        return 1;
    } else {
        return old_total();
    }
}

int two(LDServerSDK client, int odd) {
    int enabled = LDServerSDK_BoolVariation(client, ctx, "new-cart", false);
    const char *label = enabled ? "new" : "old";
    if (!enabled)
        return -1;
    if (odd)
        a();
    else if (enabled)
        b();
    else
        c();
    while (!enabled) {
        step();
    }
    for (int i = 0; i < 3; i++) {
        if (!enabled) {
            continue;
        }
        puts(label);
    }
    if (enabled && odd) {
        d();
    }
    if (enabled == 0 || odd) {
        e();
    }
    switch (odd) {
    case 1:
        if (enabled) {
            f();
        }
        break;
    default:
        break;
    }
    return is_new(client) ? 1 : 2;
}
