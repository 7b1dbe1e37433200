#pragma once

/* Writes down what a program asks, and answers with drawn values. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t drawn(const char *label);
void note(const char *text);
const char *served(const char *key);

void trace(const char *label);
bool ask(const char *label);
int number(const char *label);
const char *text(const char *label);
void show(const char *label, int value);
void tell(const char *label, const char *value);

typedef int (*program)(void *client, void *user, bool a, bool b, int n, const char *s);

/* `flags` are keys and values, `gone` are keys; both end with NULL. */
void run(const char **flags, const char **gone, program program);
