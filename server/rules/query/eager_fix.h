/* Eager loading, written where the query is made: select_related, prefetch_related, joinedload,
 * selectinload (spec/query.md E1, E2). */
#ifndef BLUETICK_RULES_QUERY_EAGER_FIX_H
#define BLUETICK_RULES_QUERY_EAGER_FIX_H

#include "rules/fix_builder.h"

/* The fix function of the rules that begin with a row. */
void eager_fix(FixContext *context, const Finding *finding);

#endif
