/* A whole new docstring for a target that has none. */
#ifndef BLUETICK_RULES_DOCS_SKELETON_H
#define BLUETICK_RULES_DOCS_SKELETON_H

#include "rules/docs/draft.h"

/* Adds the edits to the fix begun last. False (nothing added) where no docstring can be placed. */
bool skeleton_fix(FixContext *context, DocsUnit *unit, Target *target);

#endif
