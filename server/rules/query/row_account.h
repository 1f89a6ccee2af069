/* The costs of a unit as they are found: one for each loop and path. */
#ifndef BLUETICK_RULES_QUERY_ROW_ACCOUNT_H
#define BLUETICK_RULES_QUERY_ROW_ACCOUNT_H

#include "rules/query/row_cost.h"

typedef struct RowAccount {
    const RuleContext *rule;
    const Ast *ast;
    Arena *mem;
    KindId context; /* of the caller that the unit is seen with, or KIND_NEVER */
    struct RowCostItems ARRAY_OF(RowCost) costs;
} RowAccount;

/* Adds the cost, unless the row has kept what is read; what leads to it in the same chain is
 * dropped. O(costs). */
void row_account_add(RowAccount *account, RowCost cost);

/* Reads are kept with the row: the first one pays, and pays for what leads to it. */
bool row_hit_is_kept(RowHitKind kind);

/* Whoever comes to `later` has run the statement around `first`: it stands before, in a block that
 * holds both. */
bool row_account_always_before(const Ast *ast, NodeId first, NodeId later);

#endif
