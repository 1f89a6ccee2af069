/* Some of the related rows, or all in an order, brought along by the query: Prefetch(to_attr), or a
 * test in Python over rows that are in memory (spec/query.md D5). */
#ifndef BLUETICK_RULES_QUERY_PART_FIX_H
#define BLUETICK_RULES_QUERY_PART_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/eager_path.h"
#include "rules/query/query_site.h"

/* The finding is that a relation is asked for some of its rows, prefetched or not. */
void part_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
              const QuerySite *site);

#endif
