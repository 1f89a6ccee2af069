/* Names in one cell of a table: "a|b|c". */
#ifndef BLUETICK_CATALOG_NAME_LIST_H
#define BLUETICK_CATALOG_NAME_LIST_H

#include "base/str.h"

/* True when `name` is one of the names between the bars. O(length). */
bool name_list_has(Str names, Str name);

#endif
