/* query/prefetch-bypassed: a relation was prefetched, and is asked for again for each row. */
#include "rules/query/eager_fix.h"
#include "rules/query/row_report.h"

static const RowWords words = {
    .reads = "asks again what was prefetched, for each",
    .through = "prefetched, but asked for again for each",
    .here = "is asked for again here",
    .cost_once = "2 + N queries",
    .variant_test = VARIANT_query_prefetch_bypassed_test,
    .cost_nested = "2 + N x M queries",
};

static void check_unit(RuleContext *context) {
    row_report_all(context, RULE_query_prefetch_bypassed, &words);
}

const RuleImplementation rule_query_prefetch_bypassed = {
    .rule = RULE_query_prefetch_bypassed,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(EACH) | TRIGGER_BIT(COPY),
    .check_unit = check_unit,
    .fix = eager_fix,
};
