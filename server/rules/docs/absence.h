/* What a readable Google docstring leaves out. The missing-* rules report one kind each; their fix
 * completes the docstring in one go, so that sections come in order. */
#ifndef BLUETICK_RULES_DOCS_ABSENCE_H
#define BLUETICK_RULES_DOCS_ABSENCE_H

#include "rules/docs/arguments.h"
#include "rules/docs/content.h"

typedef struct Absences {
    Arguments arguments;
    bool args;
    bool returns;
    bool yields;
    RaisedNames raises;
    ClassFields fields;
} Absences;

/* All of them. Lives in unit->mem. */
Absences absences_of(DocsUnit *unit, Target *target);

/* `absences->arguments` is set. */
bool absences_misses_args(const DocsUnit *unit, const Target *target, const Absences *absences);
bool absences_misses_returns(DocsUnit *unit, Target *target);
bool absences_misses_yields(DocsUnit *unit, Target *target);
RaisedNames absences_missing_raises(DocsUnit *unit, Target *target);
ClassFields absences_missing_fields(DocsUnit *unit, Target *target);

/* The fields that the class's docstring is to list, as docs.attributes wants it. */
ClassFields absences_fields(DocsUnit *unit, const Target *target);

/* On the target's name. */
void absence_report(RuleContext *context, const DocsUnit *unit, const Target *target, RuleId rule,
                    Str message);

/* RuleImplementation.fix of the missing-* rules about content. */
void absence_fix(FixContext *context, const Finding *finding);

#endif
