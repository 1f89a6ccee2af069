/* Method names that tell of storing something outside of the program: rows, messages, tasks. */
#ifndef BLUETICK_CATALOG_STORING_H
#define BLUETICK_CATALOG_STORING_H

#include "base/str.h"

/* O(names). */
bool catalog_is_storing(Str method);

/* The table, for the test of its order. */
extern const Str catalog_storing[];
extern const uint32_t catalog_storing_count;

#endif
