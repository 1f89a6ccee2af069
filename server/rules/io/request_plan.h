/* How a loop that sends requests can be taken apart: what is sent, what the sending needs of a
 * turn, and what of the turn stays. The templates of spec/io.md B are written from it. */
#ifndef BLUETICK_RULES_IO_REQUEST_PLAN_H
#define BLUETICK_RULES_IO_REQUEST_PLAN_H

#include "rules/fix_builder.h"
#include "rules/io/request_loop.h"

typedef struct PlanNodes ARRAY_OF(NodeId) PlanNodes;
typedef struct PlanNames ARRAY_OF(Str) PlanNames;

typedef struct RequestPlan {
    FixContext *fix;
    const UnitFacts *facts;
    const Ast *ast;
    Arena *mem;
    NetworkRequest request;
    RequestLoop loop;
    NodeId call;       /* the request */
    NodeId sent;       /* what its answer replaces: the call, or the Await around it */
    NodeId extent;     /* the For, or the whole comprehension */
    NodeId anchor;     /* the statement that the sending goes before */
    NodeId with;       /* the `with` whose item the call is; NODE_NONE */
    NodeId kept;       /* of its body, the expression that outlives it */
    NodeId last;       /* the statement that holds it */
    PlanNodes feeds;   /* statements of a turn that the request is made from */
    PlanNodes dropped; /* those of them that nothing else needs */
    PlanNodes guards;  /* `if ...: continue` before the request */
    PlanNodes tests;   /* conditions of `if` blocks that hold the rest of the turn */
    PlanNames rest;    /* names of the target that the rest of a turn reads */
    PlanNames given;   /* names of the target that the request is made from */
    NodeId caught_by; /* the `try` in the loop that would see the arguments' errors; or NODE_NONE */
} RequestPlan;

/* Takes the loop apart. False: it cannot be; `*reason` says why, in words, with the line. */
bool request_plan_make(RequestPlan *plan, FixContext *fix, NodeId call, Str *reason);

/* Facts that forbid sending the requests side by side, whatever the template; empty: none. */
Str request_plan_obstacle(const RequestPlan *plan);

/* ---- texts; in plan->mem ----------------------------------------------------------------------
 */

Str plan_text(const RequestPlan *plan, NodeId node);

/* With the parentheses around it. */
Span plan_outer_span(const RequestPlan *plan, NodeId node);

/* The text of `outer` with `inner` (and the parentheses around it) replaced. */
Str plan_replaced(const RequestPlan *plan, NodeId outer, NodeId inner, Str replacement);

/* Between the call's parentheses, as it follows a comma: a blank before it, no comma after it; as
 * it stands there when it holds comments. */
Str plan_arguments(const RequestPlan *plan, NodeId call);

/* `for TARGET in ITER if ...`: the clauses that say what is sent, guards included. */
Str plan_clauses(const RequestPlan *plan);

/* Where those clauses stand: the For's header up to its colon, the comprehension's clauses. */
Span plan_clauses_span(const RequestPlan *plan);

/* "a, b" */
Str plan_join(const RequestPlan *plan, const PlanNames *names);

/* The 1-based row of a node. */
uint32_t plan_row(const RequestPlan *plan, NodeId node);

/* The text of a span that begins a row, its further rows moved to stand below `indent`. */
Str plan_indented(const RequestPlan *plan, Span span, Str indent);

bool plan_has(const PlanNodes *nodes, NodeId node);

#endif
