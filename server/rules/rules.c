/* Knows which rules are written in C and how a report is begun; knows nothing about engines. */
#include "rules/rule.h"

static const RuleImplementation *const rows[RULE_COUNT + 1] = {
#define IMPLEMENTED(symbol) [RULE_##symbol] = &rule_##symbol,
#include "rules/implementations.def"
#undef IMPLEMENTED
    [RULE_COUNT] = NULL,
};

RuleTable rule_table(void) {
    return (RuleTable){rows, precedence_find};
}

const RuleImplementation *rule_implementation(RuleId rule) {
    return rows[rule];
}

Report report_new(RuleId rule, Span span) {
    return (Report){.rule = rule,
                    .severity = SEVERITY_FROM_REGISTRY,
                    .certainty = CERTAINTY_CERTAIN,
                    .span = span,
                    .owner = span.start,
                    .subject = STR(""),
                    .message = STR(""),
                    .cost = STR(""),
                    .entry = STR("")};
}

void rule_report(RuleContext *context, const Report *report) {
    context->sink->take(context->sink, context, report);
}
