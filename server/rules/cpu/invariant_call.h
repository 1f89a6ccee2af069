/* Costly calls that give the same result in every turn of a loop. */
#ifndef BLUETICK_RULES_CPU_INVARIANT_CALL_H
#define BLUETICK_RULES_CPU_INVARIANT_CALL_H

#include "catalog/costly.h"
#include "rules/cpu/loop_cost.h"

typedef struct InvariantCall {
    NodeId call;
    const CatalogCostly *row;
    NodeId loop;     /* the innermost loop that repeats it */
    NodeId outside;  /* the outermost loop in which it stays the same */
    NodeId literal;  /* its pattern, when that is a literal: then the call cannot fail; NODE_NONE */
    NodeId variable; /* the target of `x = CALL`, or NODE_NONE */
} InvariantCall;

/* True for a call that each turn of a loop that turns often makes for the same result, and whose
 * result nobody changes. With `compiles`, also `re.search(LITERAL, x)` and its like, of which only
 * the pattern stays the same. */
bool invariant_call_of(const LoopContext *loops, NodeId call, bool compiles, InvariantCall *out);

#endif
