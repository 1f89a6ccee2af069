/* Whether a loop would read old rows if its relations were loaded before it. */
#ifndef BLUETICK_RULES_QUERY_STALE_ROWS_H
#define BLUETICK_RULES_QUERY_STALE_ROWS_H

#include "rules/query/eager_path.h"

/* Why the path may not be loaded before the loop of the cost: the loop writes what the path leads
 * to, and reads it afterwards. NULL: as far as is seen it does not. A session has one object for a
 * row, so nothing is said of SQLAlchemy. O(nodes of the loop). */
const char *stale_rows_obstacle(const RuleContext *rule, const RowCost *cost,
                                const EagerPath *path);

#endif
