/* Knows when a Returns or Yields section is too much, and how it goes. */
#include "rules/docs/extra_section.h"

#include "rules/docs/removal.h"

bool extra_is_judged(DocsUnit *unit, const Target *target, const Section *section) {
    return section && target_is_function(target) && !section->has_template && !target->is_stub &&
           !(target->traits & (TRAIT_OVERLOAD | TRAIT_OVERRIDE | TRAIT_COMMAND)) &&
           !target_is_declaration(unit, target);
}

void extra_report(RuleContext *context, const DocsUnit *unit, const Target *target, RuleId rule,
                  VariantId private_variant, const Section *section) {
    Report report = target_report(unit, target, rule, section->name, (int)private_variant);
    const char *verb = section->kind == SECTION_RETURNS ? "returns" : "yields";
    report.message = arena_format(context->mem, "'%.*s' %s nothing that the section could describe",
                                  STR_ARG(target->name), verb);
    report.detail = (uint32_t)(section - target->sections.items);
    rule_report(context, &report);
}

void extra_fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (!target || finding->detail >= target->sections.count) {
        return;
    }
    const Section *section = &target->sections.items[finding->detail];
    fix_start(context, SAFETY_UNSAFE,
              arena_format(context->rule.mem, "Delete the section '%s'", section->spelling->name));
    fix_delete(context, removal_of_section(unit, target, section));
}
