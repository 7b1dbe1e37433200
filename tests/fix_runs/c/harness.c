#include "harness.h"

#include <setjmp.h>

static char lines[400][120];
static int line_count;
static char labels[600][40];
static int counts[600];
static const char **flags;
static const char **removed;
static int seed;
static jmp_buf too_long;

uint32_t drawn(const char *label) {
    int at = 0;
    while (counts[at] && strcmp(labels[at], label)) at++;
    snprintf(labels[at], sizeof labels[at], "%s", label);
    char whole[80];
    snprintf(whole, sizeof whole, "%d/%s/%d", seed, label, ++counts[at]);
    uint32_t value = 2166136261U;
    for (const char *letter = whole; *letter; letter++) value = (value ^ (unsigned char)*letter) * 16777619U;
    value = (value ^ (value >> 13)) * 0x5bd1e995U;
    return (value ^ (value >> 15)) >> 4;
}

void note(const char *text) {
    snprintf(lines[line_count++], sizeof lines[0], "%s", text);
    if (line_count > 300) longjmp(too_long, 1);
}

const char *served(const char *key) {
    for (int at = 0; removed[at]; at++) {
        if (!strcmp(removed[at], key)) {
            char text[80];
            snprintf(text, sizeof text, "asks for %s", key);
            note(text);
        }
    }
    for (int at = 0; flags[at]; at += 2) {
        if (!strcmp(flags[at], key)) return flags[at + 1];
    }
    return "";
}

void trace(const char *label) { note(label); }

bool ask(const char *label) {
    note(label);
    return drawn(label) % 2 == 0;
}

int number(const char *label) {
    note(label);
    return (int)(drawn(label) % 4);
}

const char *text(const char *label) {
    static const char *texts[] = {"red", "blue", "a", ""};
    note(label);
    return texts[drawn(label) % 4];
}

void show(const char *label, int value) {
    char text[80];
    snprintf(text, sizeof text, "%s %d", label, value);
    note(text);
}

void tell(const char *label, const char *value) {
    char text[80];
    snprintf(text, sizeof text, "%s %s", label, value);
    note(text);
}

void run(const char **served, const char **gone, program program) {
    flags = served;
    removed = gone;
    for (seed = 0; seed < 6; seed++) {
        line_count = 0;
        memset(counts, 0, sizeof counts);
        char end[80] = "fails too long";
        if (!setjmp(too_long)) {
            static const char *names[] = {"red", "blue", "a"};
            const char *name = names[drawn("s") % 3];
            bool a = drawn("a") % 2 == 0;
            bool b = drawn("b") % 2 == 0;
            snprintf(end, sizeof end, "gives %d", program(NULL, NULL, a, b, (int)(drawn("n") % 4), name));
        }
        if (seed > 0) putchar('\x01');
        for (int at = 0; at < line_count; at++) puts(lines[at]);
        fputs(end, stdout);
    }
    putchar('\x02');
    fflush(stdout);
}
