#include <launchdarkly/server_side/bindings/c/sdk.h>

int one(LDServerSDK client, int line) {
    goto done;
done:
    close_line(line);
    return line;
}
