/* docs/capitalized-summary (off by default): the summary begins with a small letter. */
#include "rules/docs/content.h"

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static Span first_word(const DocsUnit *unit, const Target *target) {
    uint32_t end = target->summary.start;
    while (end < target->summary.end && is_letter(unit->text.ptr[end])) {
        end++;
    }
    return (Span){target->summary.start, end};
}

/* A name of the file may not change its case: parameters, the function itself, what it uses. */
static bool is_identifier(const DocsUnit *unit, Str word) {
    for (uint32_t i = 1; i < unit->ast->name_count; i++) {
        if (str_equal(unit->ast->names[i], word)) {
            return true;
        }
    }
    return false;
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    char first = unit->text.ptr[target->summary.start];
    if (first < 'a' || first > 'z' || content_is_headless(unit, target)) {
        return;
    }
    Span word = first_word(unit, target);
    char next = word.end < target->summary.end ? unit->text.ptr[word.end] : ' ';
    bool is_plain = next == ' ' || next == ',' || next == '.' || next == ';' || next == ':';
    if (!is_plain || is_identifier(unit, str_span(unit->text, word))) {
        return;
    }
    Report report = target_report(unit, target, RULE_docs_capitalized_summary, word, NO_VARIANT);
    report.message = STR("The summary begins with a small letter");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    content_each(context, check);
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (!target) {
        return;
    }
    Span first = {target->summary.start, target->summary.start + 1};
    char capital = (char)(unit->text.ptr[first.start] - 'a' + 'A');
    fix_start(context, target_wording_safety(target),
              STR("Begin the summary with a capital letter"));
    fix_replace(context, first, arena_copy(context->rule.mem, (Str){&capital, 1}));
}

const RuleImplementation rule_docs_capitalized_summary = {
    .rule = RULE_docs_capitalized_summary,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
