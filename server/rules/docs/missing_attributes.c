/* docs/missing-attributes: public fields that the class's list of attributes lacks. */
#include "rules/docs/absence.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    ClassFields missing = absences_missing_fields(unit, target);
    if (missing.count == 0) {
        return;
    }
    NameList names = {.count = 0};
    for (uint32_t i = 0; i < missing.count; i++) {
        name_list_add(&names, missing.items[i].name);
    }
    Str listed = name_list_take(&names, context->mem);
    absence_report(
        context, unit, target, RULE_docs_missing_attributes,
        arena_format(context->mem, "The docstring does not describe %.*s", STR_ARG(listed)));
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_missing_attributes = {
    .rule = RULE_docs_missing_attributes,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = absence_fix,
};
