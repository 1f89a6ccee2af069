/* docs/section-format: text that documentation tools cannot read as the section it wants to be. One
 * report a docstring. */
#include "rules/docs/repair.h"

static Span first_token(const Sections *sections) {
    Span first = sections->problems[0].token;
    for (uint32_t i = 1; i < sections->problem_count; i++) {
        if (sections->problems[i].token.start < first.start) {
            first = sections->problems[i].token;
        }
    }
    return first;
}

static Str message_of(Arena *mem, const Sections *sections) {
    bool said[PROBLEM_COUNT] = {false};
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < sections->problem_count; i++) {
        Problem kind = sections->problems[i].kind;
        if (!said[kind]) {
            buf_format(&out, "%s%s",
                       out.len ? "; " : "Documentation tools misread this: ", problem_text(kind));
        }
        said[kind] = true;
    }
    Str message = arena_copy(mem, buf_str(&out));
    buf_release(&out);
    return message;
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (target->sections.problem_count == 0 || !needs_sections(target)) {
        return;
    }
    Report report = target_report(unit, target, RULE_docs_section_format,
                                  first_token(&target->sections), NO_VARIANT);
    report.message = message_of(context->mem, &target->sections);
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (target) {
        repair_fix(context, unit, target);
    }
}

const RuleImplementation rule_docs_section_format = {
    .rule = RULE_docs_section_format,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
