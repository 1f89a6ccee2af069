/* Sections that promise what the function never does: shared by extra-returns and extra-yields. */
#ifndef BLUETICK_RULES_DOCS_EXTRA_SECTION_H
#define BLUETICK_RULES_DOCS_EXTRA_SECTION_H

#include "rules/docs/content.h"

/* The function's code can be trusted to show what comes out of it. */
bool extra_is_judged(DocsUnit *unit, const Target *target, const Section *section);

void extra_report(RuleContext *context, const DocsUnit *unit, const Target *target, RuleId rule,
                  VariantId private_variant, const Section *section);

/* RuleImplementation.fix: deletes the section. */
void extra_fix(FixContext *context, const Finding *finding);

#endif
