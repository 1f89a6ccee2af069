/* Values that belong to the thread's context (flask's `g`, contextvars). */
#ifndef BLUETICK_CATALOG_CONTEXT_BOUND_H
#define BLUETICK_CATALOG_CONTEXT_BOUND_H

#include "base/str.h"

/* By dotted path. O(rows). */
bool catalog_is_context_bound(Str path);

/* The table, for the test of its order. */
extern const Str catalog_context_bound[];
extern const uint32_t catalog_context_bound_count;

#endif
