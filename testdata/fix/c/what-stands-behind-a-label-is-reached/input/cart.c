#include <launchdarkly/server_side/bindings/c/sdk.h>

int one(LDServerSDK client, int line) {
    if (LDServerSDK_BoolVariation(client, ctx, "beta", false)) goto done;
    count(line);
done:
    close_line(line);
    return line;
}
