#include "acme/flags.h"
#define EXPORTS "export-csv" /* ~ declares export-csv */

static const char *const PAUSE = "pause"; /* ~ declares pause */

static int on(const char *key) { return IsOn(key, 0); }

int ready(struct client *client)
{
    /* IsOn("commented") */
    if (!IsOn(PAUSE, 0)) /* ~ !pause */
        return IsOn(EXPORTS, 1); /* ~ export-csv */
    return on("through") ? 1 : 0; /* ~ through */
}
