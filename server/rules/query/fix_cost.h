/* What a fix leaves of the cost that its finding names (fix_leaves), where that can be told: of
 * what runs once. */
#ifndef BLUETICK_RULES_QUERY_FIX_COST_H
#define BLUETICK_RULES_QUERY_FIX_COST_H

#include "rules/fix_builder.h"
#include "rules/query/query_site.h"

/* Says it when `node` of the unit stands in no loop. */
void fix_cost_leaves(FixContext *context, NodeId node, Str cost);

/* The same where the query is made: the statements that it sends from now on. */
void fix_cost_leaves_queries(FixContext *context, const QuerySite *site, uint32_t count);

#endif
