/* query/async-lazy-load: a lazy load in async code, which raises. */
#include "rules/query/eager_fix.h"
#include "rules/query/row_report.h"

static const RowWords words = {
    .reads = "is loaded lazily, which raises in async code",
    .through = "raises in async code",
    .here = "is loaded here",
    .cost_once = "raises",
    .variant_test = -1,
    .cost_nested = "raises",
};

static void check_unit(RuleContext *context) {
    row_report_all(context, RULE_query_async_lazy_load, &words);
}

const RuleImplementation rule_query_async_lazy_load = {
    .rule = RULE_query_async_lazy_load,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(ASYNC),
    .check_unit = check_unit,
    .fix = eager_fix,
};
