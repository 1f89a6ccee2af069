/* query/deferred-field: a column that the query left out is read from each row. */
#include "rules/query/eager_fix.h"
#include "rules/query/row_report.h"

static const RowWords words = {
    .reads = "is left out of the query, and read for each",
    .through = "left out of the query and loaded for each",
    .here = "is read here",
    .cost_once = "1 + N queries",
    .variant_test = VARIANT_query_deferred_field_test,
    .cost_nested = "1 + N x M queries",
};

static void check_unit(RuleContext *context) {
    row_report_all(context, RULE_query_deferred_field, &words);
}

const RuleImplementation rule_query_deferred_field = {
    .rule = RULE_query_deferred_field,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(EACH) | TRIGGER_BIT(COPY),
    .check_unit = check_unit,
    .fix = eager_fix,
};
