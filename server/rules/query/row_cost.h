/* What the rows of a unit's loops cost: statements that are sent once for each row, where and why.
 * Shared by the rules of category query that begin with a row; computed once a unit. */
#ifndef BLUETICK_RULES_QUERY_ROW_COST_H
#define BLUETICK_RULES_QUERY_ROW_COST_H

#include "rules/query/row_callers.h"
#include "rules/query/row_scan.h"
#include "rules/rule.h"

typedef struct RowCost {
    RuleId rule;
    NodeId node;    /* of the unit: what is reported: the access, or the call that leads to it */
    NodeId owner;   /* the Attribute or Call whose name's row is the owner line */
    NodeId loop;    /* the loop, or the call that goes through the rows; NODE_NONE: no loop */
    bool is_picked; /* the loop goes through something else, and picks the row in each turn */
    Str path;       /* relations from the row of the loop: "author.publisher", "books" */
    KindId row;     /* the row, or the related query, at the real access */
    RowHit hit;     /* the real access */
    const RowStep *steps; /* calls from `node` to it; step_count 0: it stands in the unit */
    uint32_t step_count;
    uint32_t depth;          /* loops over rows around the access: 2 = N x M */
    NodeId expired;          /* the commit that made the session forget the row; 0: none */
    Str serializer;          /* the name of the class that reads the rows; empty: code does */
    const RowCaller *caller; /* whose rows the loop goes through; NULL: its own */
} RowCost;

typedef struct RowCosts {
    const RowCost *items; /* by place in the unit */
    uint32_t count;
} RowCosts;

RowCosts row_costs(RuleContext *context);

#endif
