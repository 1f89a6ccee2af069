/* query/n-plus-one: a relation is loaded once for each row of a loop. */
#include "rules/query/eager_fix.h"
#include "rules/query/row_report.h"

static const RowWords words = {
    .reads = "sends a query for each",
    .through = "with a query for each",
    .here = "is loaded here",
    .cost_once = "1 + N queries",
    .variant_test = VARIANT_query_n_plus_one_test,
    .cost_nested = "1 + N x M queries",
};

static void check_unit(RuleContext *context) {
    row_report_all(context, RULE_query_n_plus_one, &words);
}

const RuleImplementation rule_query_n_plus_one = {
    .rule = RULE_query_n_plus_one,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(EACH) | TRIGGER_BIT(COPY),
    .check_unit = check_unit,
    .fix = eager_fix,
};
