/* Docstrings written for other tools: numpydoc, reST fields, epytext. */
#ifndef BLUETICK_RULES_DOCS_STYLE_H
#define BLUETICK_RULES_DOCS_STYLE_H

#include "rules/docs/docstring.h"

typedef enum DocStyle { STYLE_GOOGLE, STYLE_NUMPY, STYLE_REST, STYLE_EPYTEXT } DocStyle;

/* STYLE_GOOGLE also for a docstring without any section. `token` gets the text that shows another
 * style. O(lines). */
DocStyle style_of(const Docstring *docstring, Str text, Span *token);

/* A line that begins with a reST or epytext field, wholly: `:param x: ...`, `@return: ...`. */
bool style_is_field(Str line);

const char *style_name(DocStyle style);

#endif
