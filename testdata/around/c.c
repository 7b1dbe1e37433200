#include "acme/flags.h"

int show(struct user *user, int other)
{
    IsOn("idle"); /* ~ idle:discarded */
    if (!IsOn("denied")) { one(); } else { two(); } /* ~ denied:off/on */
    if (IsOn("and") && other) { one(); } /* ~ and:on:on */
    if (IsOn("or") || other) { one(); } /* ~ or:? */
    if (IsOn("same")) { one(); } else { one(); } /* ~ same:on/off= */
    for (int at = 0; at < 3; at++) {
        if (IsOn("loop")) { run(at); } /* ~ loop:on:loop */
    }
    while (other) { other = IsOn("while"); } /* ~ while:loop */
    do { other = IsOn("do"); } while (other); /* ~ do:loop */
    int held = IsOn("held"); /* ~ held:on/off */
    int again = IsOn("again"); /* ~ again */
    again = other;
    if (again) { one(); }
    return held ? 1 : 2;
}
