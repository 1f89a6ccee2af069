/* docs/extra-yields: a Yields section in a function that is no generator. */
#include "rules/docs/extra_section.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    const Section *section = sections_first(&target->sections, SECTION_YIELDS);
    bool fires = extra_is_judged(unit, target, section) && !target->yields &&
                 !annotation_is_iterator(unit, target->annotation);
    if (fires) {
        extra_report(context, unit, target, RULE_docs_extra_yields,
                     VARIANT_docs_extra_yields_private, section);
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_extra_yields = {
    .rule = RULE_docs_extra_yields,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = extra_fix,
};
