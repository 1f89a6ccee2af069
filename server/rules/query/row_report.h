/* How a cost of rows is told: what is reported, and the way from the query over the loop to the
 * access. */
#ifndef BLUETICK_RULES_QUERY_ROW_REPORT_H
#define BLUETICK_RULES_QUERY_ROW_REPORT_H

#include "rules/query/row_cost.h"

/* The words around the two names of a message: `<what>` <does> `<row>`. */
typedef struct RowWords {
    const char *reads;     /* "sends a query for each" */
    const char *through;   /* of a call that leads there: "queries `%s` for each" */
    const char *here;      /* of the real access: "is read here" */
    const char *cost_once; /* in one loop */
    const char *cost_nested;
    int variant_test; /* in tests and migrations; -1: none */
} RowWords;

/* Reports every cost of the unit that belongs to the rule. */
void row_report_all(RuleContext *context, RuleId rule, const RowWords *words);

#endif
