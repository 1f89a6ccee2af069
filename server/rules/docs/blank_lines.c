/* docs/blank-lines (off by default): a blank line before each section, and after the last one where
 * text follows. */
#include "rules/docs/content.h"

/* The line before which a blank one is missing, or UINT32_MAX. */
static uint32_t crowded_line(const Target *target, const Section *section, bool is_last) {
    const Docstring *doc = &target->doc;
    if (section->line > doc->first && !doc_line_is_blank(&doc->lines[section->line - 1])) {
        return section->line;
    }
    bool crowded_end =
        is_last && section->end <= doc->last && !doc_line_is_blank(&doc->lines[section->end]);
    return crowded_end ? section->end : UINT32_MAX;
}

static uint32_t first_crowded_line(const Target *target) {
    const Sections *sections = &target->sections;
    for (uint32_t i = 0; i < sections->count; i++) {
        uint32_t line = crowded_line(target, &sections->items[i], i + 1 == sections->count);
        if (line != UINT32_MAX) {
            return line;
        }
    }
    return UINT32_MAX;
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    uint32_t line = first_crowded_line(target);
    if (line == UINT32_MAX) {
        return;
    }
    const DocLine *crowded = &target->doc.lines[line];
    Report report = target_report(unit, target, RULE_docs_blank_lines,
                                  (Span){crowded->text, crowded->end}, NO_VARIANT);
    report.message = STR("A blank line is missing before this line");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    content_each_google(context, check);
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    uint32_t line = target ? first_crowded_line(target) : UINT32_MAX;
    if (line == UINT32_MAX || target->doc.lines[line].joined) {
        return;
    }
    fix_start(context, SAFETY_SAFE, STR("Insert a blank line"));
    fix_insert(context, target->doc.lines[line].start, fix_line_end(context));
}

const RuleImplementation rule_docs_blank_lines = {
    .rule = RULE_docs_blank_lines,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
