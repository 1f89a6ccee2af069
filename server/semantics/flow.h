/* Which bindings of one variable can be the last one when a use of it runs.
 *
 * Structured reaching definitions over the statements of one scope: branches, loops, `try`, `with`,
 * `match`, and the jumps among them. One variable at a time, one sweep over its events; a loop's
 * effect is summed up symbolically, so nested loops cost no second sweep. */
#ifndef BLUETICK_SEMANTICS_FLOW_H
#define BLUETICK_SEMANTICS_FLOW_H

#include "semantics/scope.h"

typedef enum FlowEventKind {
    FLOW_USE,
    FLOW_BIND,
    FLOW_MAYBE_BIND, /* in a part of an expression that is not always evaluated */
} FlowEventKind;

/* Something that happens to the variable, in order of evaluation. */
typedef struct FlowEvent {
    NodeId node;
    uint8_t kind; /* FlowEventKind */
    uint8_t bit;  /* of the binding, below REACHING_BINDINGS_MAX */
} FlowEvent;

/* What is known of a unit's jumps, shared by the questions about its variables. */
typedef struct FlowPlan {
    const Ast *ast;
    uint8_t *exits;    /* by node: how a statement, handler or case can be left */
    NodeId *next_jump; /* by statement: itself or the next one in its block that jumps */
    uint64_t budget;   /* steps left; no answers when it is used up */
} FlowPlan;

/* Linear in the ast. Lives in `mem`. */
FlowPlan flow_plan(const Ast *ast, Arena *mem);

/* `reaching[i]` = what may have been bound last just before event i; the bits of the events, and
 * REACHING_ENTRY for what held when `region` was entered. The region is a Module, FunctionDef or
 * ClassDef (its body; a function's arguments too), or a loop statement (one iteration, the back
 * edge excluded). All events stand in it. 0 for an event that is never reached. False when the
 * budget ran out. */
bool flow_reach(FlowPlan *plan, NodeId region, const FlowEvent *events, uint32_t count,
                ReachingSet *reaching);

/* True when the node is in a part of its statement that may be skipped: after `and`, in an IfExp,
 * in a comprehension's element. */
bool flow_is_conditional(const Ast *ast, NodeId node);

#endif
