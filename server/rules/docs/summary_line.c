/* docs/summary-line: a docstring begins with one sentence on a line of its own. */
#include "rules/docs/content.h"

typedef enum SummaryFault {
    SUMMARY_FINE,
    SUMMARY_MISSING,
    SUMMARY_NOT_APART, /* the next line is not blank */
    SUMMARY_WITHOUT_END,
} SummaryFault;

static bool ends_with_one_of(Str line, const char *const *ends, size_t count, uint32_t *length) {
    for (size_t i = 0; i < count; i++) {
        Str end = str_from_c(ends[i]);
        if (str_ends_with(line, end)) {
            *length = end.len;
            return true;
        }
    }
    return false;
}

/* Quotes and brackets may follow the end mark: (Really?) "Yes." */
static bool has_end(Str line) {
    static const char *const ends[] = {".",
                                       "!",
                                       "?",
                                       ":",
                                       "\xe2\x80\xa6", /* ellipsis */
                                       "\xe3\x80\x82", /* ideographic full stop */
                                       "\xef\xbc\x81", /* the same marks, full width */
                                       "\xef\xbc\x9f",
                                       "\xef\xbc\x8e"};
    static const char *const closers[] = {
        "\"", "'", "`", ")", "]", "}", "*", "_", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb"};
    uint32_t length;
    while (ends_with_one_of(line, closers, sizeof closers / sizeof *closers, &length)) {
        line.len -= length;
    }
    return ends_with_one_of(line, ends, sizeof ends / sizeof *ends, &length);
}

/* A section or field may follow at once. */
static bool is_header_or_field(Str line) {
    Str after;
    return style_is_field(line) || section_header(line, &after) != NULL;
}

static SummaryFault judge(const DocsUnit *unit, const Target *target) {
    if (content_is_headless(unit, target)) {
        return SUMMARY_MISSING;
    }
    const Docstring *doc = &target->doc;
    if (doc->first < doc->last) {
        const DocLine *next = &doc->lines[doc->first + 1];
        if (!doc_line_is_blank(next) && !is_header_or_field(doc_line_text(unit->text, next))) {
            return SUMMARY_NOT_APART;
        }
    }
    return has_end(str_span(unit->text, target->summary)) ? SUMMARY_FINE : SUMMARY_WITHOUT_END;
}

static Span first_word(const DocsUnit *unit, const Target *target) {
    uint32_t end = target->summary.start;
    while (end < target->summary.end && unit->text.ptr[end] != ' ' && unit->text.ptr[end] != '\t') {
        end++;
    }
    return (Span){target->summary.start, end};
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    static const char *const messages[] = {
        [SUMMARY_FINE] = "",
        [SUMMARY_MISSING] = "The docstring has no summary",
        [SUMMARY_NOT_APART] = "The summary must be one line with a blank line after it",
        [SUMMARY_WITHOUT_END] = "The summary does not end with a full stop",
    };
    SummaryFault fault = judge(unit, target);
    if (fault == SUMMARY_FINE) {
        return;
    }
    Report report =
        target_report(unit, target, RULE_docs_summary_line, first_word(unit, target), NO_VARIANT);
    report.message = str_from_c(messages[fault]);
    report.detail = fault;
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    content_each(context, check);
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (!target || finding->detail != SUMMARY_WITHOUT_END ||
        target->doc.lines[target->doc.first].joined) {
        return;
    }
    fix_start(context, target_wording_safety(target), STR("End the summary with a full stop"));
    fix_insert(context, target->summary.end, STR("."));
}

const RuleImplementation rule_docs_summary_line = {
    .rule = RULE_docs_summary_line,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
