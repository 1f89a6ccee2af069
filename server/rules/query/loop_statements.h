/* Walks what the loops of a unit send: for query/query-in-loop and query/write-in-loop. */
#ifndef BLUETICK_RULES_QUERY_LOOP_STATEMENTS_H
#define BLUETICK_RULES_QUERY_LOOP_STATEMENTS_H

#include "rules/query/inner_statement.h"

typedef struct LoopStatement {
    Statement statement; /* in this unit; with `inner`, node is the call that leads there */
    NodeId loop;
    bool is_inner;
    InnerStatement inner;
} LoopStatement;

/* Calls `visit` for each statement of the effect that a loop repeats, in order of place. */
void loop_statements_visit(RuleContext *context, StatementEffect effect,
                           void (*visit)(RuleContext *context, const LoopStatement *found));

/* A finding of it: span, subject, related places, certainty, anchor = its node, detail = loop. */
Report loop_statement_report(RuleContext *context, RuleId rule, const LoopStatement *found);

/* "`X` sends a query in every turn of the loop", with the statement that X leads to. In
 * context->mem. */
Str loop_statement_message(RuleContext *context, const LoopStatement *found, const char *what);

#endif
