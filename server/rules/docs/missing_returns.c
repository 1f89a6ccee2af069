/* docs/missing-returns: a value is returned, and no section says what. */
#include "rules/docs/absence.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (absences_misses_returns(unit, target)) {
        absence_report(context, unit, target, RULE_docs_missing_returns,
                       STR("The docstring does not describe what is returned"));
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_missing_returns = {
    .rule = RULE_docs_missing_returns,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(RETURN),
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = absence_fix,
};
