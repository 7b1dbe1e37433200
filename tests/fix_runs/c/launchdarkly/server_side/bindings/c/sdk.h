#pragma once

/* A stub of the real header: the same calls. */

#include "../../../../harness.h"

typedef void *LDServerSDK;
typedef void *LDContext;

static inline bool LDServerSDK_BoolVariation(LDServerSDK sdk, LDContext context, const char *key, bool other) {
    (void)sdk, (void)context, (void)other;
    return !strcmp(served(key), "true");
}

static inline char *LDServerSDK_StringVariation(LDServerSDK sdk, LDContext context, const char *key, const char *other) {
    (void)sdk, (void)context, (void)other;
    return (char *)served(key);
}

static inline int LDServerSDK_IntVariation(LDServerSDK sdk, LDContext context, const char *key, int other) {
    (void)sdk, (void)context, (void)other;
    return atoi(served(key));
}
