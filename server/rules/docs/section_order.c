/* docs/section-order (off by default): Args, then Returns or Yields, then Raises. */
#include "rules/docs/content.h"

static uint32_t rank_of(SectionKind kind) {
    switch (kind) {
    case SECTION_ARGS:
        return 1;
    case SECTION_RETURNS:
    case SECTION_YIELDS:
        return 2;
    case SECTION_RAISES:
        return 3;
    default:
        return 0;
    }
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    uint32_t highest = 0;
    for (uint32_t i = 0; i < target->sections.count; i++) {
        const Section *section = &target->sections.items[i];
        uint32_t rank = rank_of(section->kind);
        if (rank == 0) {
            continue;
        }
        if (rank < highest) {
            Report report =
                target_report(unit, target, RULE_docs_section_order, section->name, NO_VARIANT);
            report.message =
                arena_format(context->mem, "Section '%s' stands too late", section->spelling->name);
            rule_report(context, &report);
            return;
        }
        highest = rank;
    }
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

const RuleImplementation rule_docs_section_order = {
    .rule = RULE_docs_section_order,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
};
