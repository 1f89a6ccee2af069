/* count() and exists() in place of rows that are fetched or counted for nothing (spec/query.md D14,
 * S11, S12). */
#ifndef BLUETICK_RULES_QUERY_SIZE_FIX_H
#define BLUETICK_RULES_QUERY_SIZE_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/query_value.h"

/* `call` is len() of the value. */
void size_fix_length(FixContext *context, NodeId call, const QueryValue *value);

/* Nothing but the truth of the expression is looked at: then its value may change. */
bool size_is_only_tested(const Ast *ast, NodeId node);

/* `tested` is the value, or its name, where it is tested, or the argument of a len() that is. */
void size_fix_truth(FixContext *context, NodeId tested, const QueryValue *value);

/* `compare` asks whether `count`, a len() or a `.count()`, is more than nothing; `wants_none`:
 * whether it is nothing. */
void size_fix_compare(FixContext *context, NodeId compare, NodeId count, bool wants_none,
                      const QueryValue *value);

#endif
