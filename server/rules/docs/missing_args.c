/* docs/missing-args: parameters without an entry, or with an empty one. One report lists all. */
#include "rules/docs/absence.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    Absences absences = {.arguments = arguments_of(unit, target)};
    if (absences.arguments.missing_count == 0 || !absences_misses_args(unit, target, &absences)) {
        return;
    }
    NameList names = {.count = 0};
    for (uint32_t i = 0; i < absences.arguments.missing_count; i++) {
        const Signature *signature = absences.arguments.signature;
        name_list_add(&names, signature->items[absences.arguments.missing[i]].name);
    }
    Str listed = name_list_take(&names, context->mem);
    absence_report(
        context, unit, target, RULE_docs_missing_args,
        arena_format(context->mem, "The docstring does not describe %.*s", STR_ARG(listed)));
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_missing_args = {
    .rule = RULE_docs_missing_args,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = absence_fix,
};
