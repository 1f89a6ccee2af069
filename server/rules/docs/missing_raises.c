/* docs/missing-raises: exceptions raised here that no Raises entry names. One report lists all. */
#include "rules/docs/absence.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    RaisedNames missing = absences_missing_raises(unit, target);
    if (missing.count == 0) {
        return;
    }
    NameList names = {.count = 0};
    for (uint32_t i = 0; i < missing.count; i++) {
        name_list_add(&names, missing.names[i]);
    }
    Str listed = name_list_take(&names, context->mem);
    absence_report(context, unit, target, RULE_docs_missing_raises,
                   arena_format(context->mem, "The docstring does not list %.*s under Raises",
                                STR_ARG(listed)));
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_missing_raises = {
    .rule = RULE_docs_missing_raises,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(RAISE),
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = absence_fix,
};
