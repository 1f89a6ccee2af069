/* Results that are put into memory whole although their rows are used one after another.
 *
 * Limit: a cursor that hangs on more than 8 names (row_reader.c) is left alone. */
#ifndef BLUETICK_RULES_MEMORY_ROW_READER_H
#define BLUETICK_RULES_MEMORY_ROW_READER_H

#include "rules/rule.h"

/* The cursor of `cursor.fetchall()` when a loop or a builtin takes the rows one by one and the
 * connection rests meanwhile; NODE_NONE otherwise. */
NodeId rows_fetched_for_reading(RuleContext *context, NodeId call);

/* The call reads a whole table whose rows are all that is used of it. */
bool table_read_for_rows(RuleContext *context, NodeId call);

#endif
