#include <launchdarkly/server_side/bindings/c/sdk.h>
#include "cart.h"

int one(LDServerSDK client) {
    /* the new cart is faster */
    /* at once */
    return 1;
}

int two(LDServerSDK client, int odd) {
    const char *label = "new";
    if (odd)
        a();
    else
        b();
    for (int i = 0; i < 3; i++) {
        puts(label);
    }
    if (odd) {
        d();
    }
    if (odd) {
        e();
    }
    switch (odd) {
    case 1:
        f();
        break;
    default:
        break;
    }
    return 1;
}
