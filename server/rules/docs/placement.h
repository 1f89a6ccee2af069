/* New lines for an existing docstring: collected by the line they follow, then written as few
 * edits. */
#ifndef BLUETICK_RULES_DOCS_PLACEMENT_H
#define BLUETICK_RULES_DOCS_PLACEMENT_H

#include "rules/docs/draft.h"

typedef struct Placement Placement;

/* Why nothing can be added to this docstring; NULL when it can. */
const char *placement_refusal(const DocsUnit *unit, const Target *target);

/* Lives in context->rule.mem. */
Placement *placement_new(FixContext *context, const DocsUnit *unit, const Target *target);

/* How the docstring is laid out: as its sections are, else as its suite is. */
const Layout *placement_layout(const Placement *placement);

/* Whole lines to stand after this line of the docstring, after what was added there before. */
void placement_add(Placement *placement, uint32_t line, Str lines);

/* A whole new section where its kind belongs (Args, then Returns or Yields, then Raises), apart
 * from its neighbours by one blank line. Add kinds in that order, entries before sections. */
void placement_add_section(Placement *placement, SectionKind kind, Str lines);

/* Writes the edits to the fix begun last. False when a line cannot be placed. */
bool placement_finish(Placement *placement);

#endif
