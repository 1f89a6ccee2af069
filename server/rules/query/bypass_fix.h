/* Rows that a filter of a prefetched relation asks for again, taken from those in memory
 * (spec/query.md D5). */
#ifndef BLUETICK_RULES_QUERY_BYPASS_FIX_H
#define BLUETICK_RULES_QUERY_BYPASS_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/row_cost.h"

void bypass_fix(FixContext *context, const RowCost *cost);

#endif
