/* Names of callables that begin work which runs beside the caller: threads, tasks, processes. */
#ifndef BLUETICK_CATALOG_STARTERS_H
#define BLUETICK_CATALOG_STARTERS_H

#include "base/str.h"

/* O(log names). */
bool catalog_is_starter(Str method);

/* The table, for the test of its order. */
extern const Str catalog_starters[];
extern const uint32_t catalog_starter_count;

#endif
