/* One statement for all rows in place of a loop that writes each (spec/query.md D10 to D13, S8 to
 * S10, C1). */
#ifndef BLUETICK_RULES_QUERY_WRITE_FIX_H
#define BLUETICK_RULES_QUERY_WRITE_FIX_H

#include "rules/query/loop_shape.h"
#include "rules/query/statement.h"

/* Each begins a fix and returns true, or refuses with a reason and returns true, or returns false:
 * the loop is of another shape. `call` is the statement. */
bool write_fix_django(FixContext *context, const LoopShape *shape, const Statement *statement);
bool write_fix_peewee(FixContext *context, const LoopShape *shape, const Statement *statement);
bool write_fix_session(FixContext *context, const LoopShape *shape, const Statement *statement);
bool write_fix_cursor(FixContext *context, const LoopShape *shape, const Statement *statement);

#endif
