/* docs/arg-order (off by default): entries stand in the order of the signature. */
#include "rules/docs/arguments.h"
#include "rules/docs/content.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (!sections_first(&target->sections, SECTION_ARGS)) {
        return;
    }
    Arguments arguments = arguments_of(unit, target);
    if (!arguments.are_judged) {
        return;
    }
    uint32_t highest = 0;
    uint32_t section = UINT32_MAX;
    for (uint32_t i = 0; i < target->sections.entry_count; i++) {
        const Entry *entry = &target->sections.entries[i];
        Str name = str_span(unit->text, entry->name);
        uint32_t parameter = signature_find(arguments.signature, name);
        if (parameter == UINT32_MAX ||
            target->sections.items[entry->section].kind != SECTION_ARGS) {
            continue;
        }
        if (entry->section == section && parameter < highest) {
            Report report =
                target_report(unit, target, RULE_docs_arg_order, entry->name, NO_VARIANT);
            report.message = arena_format(
                context->mem, "Entry '%.*s' stands later than in the signature", STR_ARG(name));
            rule_report(context, &report);
            return;
        }
        section = entry->section;
        highest = parameter;
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_arg_order = {
    .rule = RULE_docs_arg_order,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
};
