/* A column that the query leaves out is loaded with it: only(), defer(), load_only(), undefer()
 * (spec/query.md D20, S14). */
#ifndef BLUETICK_RULES_QUERY_COLUMN_FIX_H
#define BLUETICK_RULES_QUERY_COLUMN_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/row_cost.h"

void column_fix(FixContext *context, const RowCost *cost);

#endif
