/* docs/unknown-arg: an entry that names no parameter: the docstring says something false. */
#include "rules/docs/arguments.h"
#include "rules/docs/content.h"
#include "rules/docs/removal.h"

static void report_entry(RuleContext *context, DocsUnit *unit, Target *target,
                         const Arguments *arguments, uint32_t index) {
    const Entry *entry = &target->sections.entries[index];
    Str name = str_span(unit->text, entry->name);
    uint32_t near = arguments_rename(unit, target, arguments, entry);
    Report report = target_report(unit, target, RULE_docs_unknown_arg, entry->name,
                                  VARIANT_docs_unknown_arg_private);
    if (near == UINT32_MAX) {
        report.message = arena_format(context->mem, "'%.*s' has no parameter '%.*s'",
                                      STR_ARG(target->name), STR_ARG(name));
    } else {
        report.message = arena_format(
            context->mem, "'%.*s' has no parameter '%.*s': rename it to '%.*s'",
            STR_ARG(target->name), STR_ARG(name), STR_ARG(arguments->signature->items[near].name));
    }
    report.detail = index;
    rule_report(context, &report);
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (!sections_first(&target->sections, SECTION_ARGS)) {
        return;
    }
    Arguments arguments = arguments_of(unit, target);
    for (uint32_t i = 0; i < target->sections.entry_count; i++) {
        const Entry *entry = &target->sections.entries[i];
        if (arguments_is_unknown(unit, target, &arguments, entry)) {
            report_entry(context, unit, target, &arguments, i);
        }
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (!target || finding->detail >= target->sections.entry_count) {
        return;
    }
    Arguments arguments = arguments_of(unit, target);
    const Entry *entry = &target->sections.entries[finding->detail];
    if (!arguments_is_unknown(unit, target, &arguments, entry)) {
        return;
    }
    Str name = str_span(unit->text, entry->name);
    uint32_t near = arguments_rename(unit, target, &arguments, entry);
    if (near != UINT32_MAX) {
        Str wanted = arena_copy(context->rule.mem, arguments.signature->items[near].name);
        fix_start(context, SAFETY_SAFE,
                  arena_format(context->rule.mem, "Rename entry '%.*s' to '%.*s'", STR_ARG(name),
                               STR_ARG(wanted)));
        fix_replace(context, entry->name, wanted);
    }
    if (entry->grouped) {
        return;
    }
    /* A section goes as a whole when none of its entries would be left. */
    const Section *section = &target->sections.items[entry->section];
    bool whole = arguments.is_stale[entry->section];
    fix_start(context, SAFETY_UNSAFE,
              arena_format(context->rule.mem, "Delete entry '%.*s'", STR_ARG(name)));
    fix_delete(context, whole ? removal_of_section(unit, target, section)
                              : removal_of_entry(unit, target, entry));
}

const RuleImplementation rule_docs_unknown_arg = {
    .rule = RULE_docs_unknown_arg,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
