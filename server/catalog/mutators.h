/* Method names that change their receiver by convention (spec/io.md R5). */
#ifndef BLUETICK_CATALOG_MUTATORS_H
#define BLUETICK_CATALOG_MUTATORS_H

#include "base/str.h"

/* O(log names). */
bool catalog_is_mutator(Str method);

/* Methods that end a client or connection: it is of no use afterwards. O(log names). */
bool catalog_is_closer(Str method);

/* The tables, for the test of their order. */
extern const Str catalog_mutators[];
extern const uint32_t catalog_mutator_count;
extern const Str catalog_closers[];
extern const uint32_t catalog_closer_count;

#endif
