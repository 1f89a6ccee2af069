/* docs/not-google-style: a docstring whose sections are numpydoc's, reST's or epytext's. */
#include "rules/docs/content.h"

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (target->style == STYLE_GOOGLE) {
        return;
    }
    Report report =
        target_report(unit, target, RULE_docs_not_google_style, target->style_token, NO_VARIANT);
    report.message = arena_format(context->mem, "The docstring is in %s style, not in Google's",
                                  style_name(target->style));
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    if (file_docs_is_google(context->file, context->options)) {
        content_each(context, check);
    }
}

enum { FOREIGN_LEAST = 3 };

/* A file written in another style gets one report, not one a docstring. */
static void settle(const FileModel *file, const RuleOptions *options, Finding *const *findings,
                   bool *keep, uint32_t count, Arena *mem) {
    (void)options;
    if (count < FOREIGN_LEAST) {
        return;
    }
    ArenaMark mark = arena_mark(mem);
    uint32_t google = file_docs_count_google(file, mem);
    arena_rewind(mem, mark);
    if (count <= google) {
        return;
    }
    findings[0]->message = arena_format(mem, "%.*s; so are %u more docstrings of this file",
                                        STR_ARG(findings[0]->message), count - 1);
    for (uint32_t i = 1; i < count; i++) {
        keep[i] = false;
    }
}

const RuleImplementation rule_docs_not_google_style = {
    .rule = RULE_docs_not_google_style,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .settle = settle,
};
