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

const RuleImplementation rule_docs_not_google_style = {
    .rule = RULE_docs_not_google_style,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
};
