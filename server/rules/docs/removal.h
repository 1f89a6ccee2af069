/* Spans that take an entry or a section out of a docstring and leave it tidy. */
#ifndef BLUETICK_RULES_DOCS_REMOVAL_H
#define BLUETICK_RULES_DOCS_REMOVAL_H

#include "rules/docs/target.h"

/* The entry's lines. When the closing quotes share the last one they stay. */
Span removal_of_entry(const DocsUnit *unit, const Target *target, const Entry *entry);

/* The section's lines and the blank line before them. */
Span removal_of_section(const DocsUnit *unit, const Target *target, const Section *section);

#endif
