/* docs/extra-returns: a Returns section in a function that returns nothing. */
#include "rules/docs/extra_section.h"

static bool says_nothing(const DocsUnit *unit, const Target *target, const Section *section) {
    Str text = section_text(section, &target->doc, unit->text);
    return str_starts_with(text, STR("None")) || str_starts_with(text, STR("Nothing")) ||
           str_starts_with(text, STR("`None")) || str_starts_with(text, STR("``None"));
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    const Section *section = sections_first(&target->sections, SECTION_RETURNS);
    bool fires =
        extra_is_judged(unit, target, section) && !target->returns_value && !target->yields &&
        (target->annotation == NODE_NONE || annotation_is_none(unit, target->annotation)) &&
        !says_nothing(unit, target, section);
    if (fires) {
        extra_report(context, unit, target, RULE_docs_extra_returns,
                     VARIANT_docs_extra_returns_private, section);
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_extra_returns = {
    .rule = RULE_docs_extra_returns,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = extra_fix,
};
