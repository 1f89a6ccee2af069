/* One fix that adds to a docstring all that it leaves out, in place. */
#ifndef BLUETICK_RULES_DOCS_COMPLETE_H
#define BLUETICK_RULES_DOCS_COMPLETE_H

#include "rules/docs/absence.h"

/* Begins and fills a fix; or says why there is none. Existing text is never re-wrapped or moved,
 * but for closing quotes, which get a line of their own. */
void complete_fix(FixContext *context, DocsUnit *unit, Target *target, const Absences *absences);

#endif
