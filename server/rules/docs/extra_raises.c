/* docs/extra-raises (off by default): a listed exception that no `raise` of the function names.
 * Exceptions of callees are legitimate, hence off. */
#include "rules/docs/content.h"
#include "rules/docs/raises.h"
#include "rules/docs/removal.h"

static bool is_raised(DocsUnit *unit, const RaisedNames *raised, Str listed) {
    for (uint32_t i = 0; i < raised->count; i++) {
        if (raises_derives(unit, raised->names[i], listed)) {
            return true;
        }
    }
    return false;
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    const Sections *sections = &target->sections;
    if (!sections_first(sections, SECTION_RAISES) || !target_is_function(target) ||
        target->is_stub || !needs_sections(target) || target_is_declaration(unit, target)) {
        return;
    }
    RaisedNames raised = raises_of(unit, target, RAISES_ALL);
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        Str listed = str_span(unit->text, entry->name);
        if (sections->items[entry->section].kind != SECTION_RAISES ||
            is_raised(unit, &raised, listed)) {
            continue;
        }
        Report report =
            target_report(unit, target, RULE_docs_extra_raises, entry->name, NO_VARIANT);
        report.message = arena_format(context->mem, "'%.*s' does not raise '%.*s'",
                                      STR_ARG(target->name), STR_ARG(listed));
        report.detail = i;
        rule_report(context, &report);
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
    const Entry *entry = &target->sections.entries[finding->detail];
    const Section *section = &target->sections.items[entry->section];
    if (entry->grouped) {
        return;
    }
    fix_start(context, SAFETY_UNSAFE,
              arena_format(context->rule.mem, "Delete entry '%.*s'",
                           STR_ARG(str_span(unit->text, entry->name))));
    fix_delete(context, section->entry_count == 1 ? removal_of_section(unit, target, section)
                                                  : removal_of_entry(unit, target, entry));
}

const RuleImplementation rule_docs_extra_raises = {
    .rule = RULE_docs_extra_raises,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
