/* Method names that change their receiver by convention (spec/io.md R5). */
#ifndef BLUETICK_CATALOG_MUTATORS_H
#define BLUETICK_CATALOG_MUTATORS_H

#include "base/str.h"

/* O(log names). */
bool catalog_is_mutator(Str method);

/* The table, for the test of its order. */
extern const Str catalog_mutators[];
extern const uint32_t catalog_mutator_count;

#endif
