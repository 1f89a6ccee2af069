/* Packages that answer in the place of requests, in tests. */
#ifndef BLUETICK_CATALOG_STAND_INS_H
#define BLUETICK_CATALOG_STAND_INS_H

#include "base/str.h"

/* `module` is such a package or a module of one. O(log names). */
bool catalog_is_stand_in(Str module);

/* The table, for the test of its order. */
extern const Str catalog_stand_ins[];
extern const uint32_t catalog_stand_in_count;

#endif
