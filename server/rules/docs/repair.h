/* Makes section headers and entries readable without touching their words. */
#ifndef BLUETICK_RULES_DOCS_REPAIR_H
#define BLUETICK_RULES_DOCS_REPAIR_H

#include "rules/docs/content.h"

/* One safe fix for all problems of the docstring, when each of them has a repair. */
void repair_fix(FixContext *context, DocsUnit *unit, Target *target);

#endif
