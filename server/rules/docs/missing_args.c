/* docs/missing-args: parameters without an entry, or with an empty one. One report lists all. */
#include "rules/docs/absence.h"

/* docs.reportPlaceholder: entries that nobody has filled in yet. */
static void check_placeholders(RuleContext *context, DocsUnit *unit, Target *target) {
    const Sections *sections = &target->sections;
    for (uint32_t i = 0; unit->options.report_placeholder && i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        if (entry->colon == UINT32_MAX || entry->end != entry->line + 1) {
            continue;
        }
        uint32_t end = target->doc.lines[entry->line].end;
        Str text = str_trim(str_slice(unit->text, entry->colon + 1, end));
        if (str_starts_with(text, unit->options.placeholder)) {
            Report report =
                target_report(unit, target, RULE_docs_missing_args, entry->name, NO_VARIANT);
            report.message = arena_format(context->mem, "Entry '%.*s' still is a placeholder",
                                          STR_ARG(str_span(unit->text, entry->name)));
            rule_report(context, &report);
        }
    }
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    check_placeholders(context, unit, target);
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
