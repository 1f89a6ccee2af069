/* Rewrites of the admin's classes, whose pages make their query by themselves: what a page shall
 * join is told to it (`list_select_related`). */
#ifndef BLUETICK_RULES_QUERY_ADMIN_FIX_H
#define BLUETICK_RULES_QUERY_ADMIN_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/eager_path.h"

/* The rows are those of a page that makes its query by itself; false when they are not. Then a fix
 * was written or refused. */
bool admin_fix(FixContext *context, const EagerPath *path);

#endif
