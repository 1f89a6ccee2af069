/* A number of related rows as a column of the query (spec/query.md D6). */
#ifndef BLUETICK_RULES_QUERY_ANNOTATE_FIX_H
#define BLUETICK_RULES_QUERY_ANNOTATE_FIX_H

#include "rules/query/eager_path.h"
#include "rules/query/query_site.h"

/* `row.books.count()` in a loop over a query made at `site`: begins a fix and returns true; false
 * when it is anything else, or would not be the same. */
bool annotate_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
                  const QuerySite *site);

#endif
