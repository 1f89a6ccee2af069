/* One query for all keys before a loop that sends one for each (spec/query.md D8, D9). */
#ifndef BLUETICK_RULES_QUERY_READ_FIX_H
#define BLUETICK_RULES_QUERY_READ_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/statement.h"

/* `statement` is a Call in the loop. Begins a fix, or refuses with a reason, or does nothing: the
 * statement is of another shape. */
void read_fix(FixContext *context, NodeId loop, const Statement *statement);

#endif
