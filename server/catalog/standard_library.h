/* Which modules come with Python: decides in which group an import stands. */
#ifndef BLUETICK_CATALOG_STANDARD_LIBRARY_H
#define BLUETICK_CATALOG_STANDARD_LIBRARY_H

#include "base/str.h"

/* True for "concurrent" and for "concurrent.futures". O(log modules). */
bool standard_library_has(Str module);

/* By position in the table; empty past the end. For the test of its order. */
Str standard_library_row(uint32_t index);

#endif
