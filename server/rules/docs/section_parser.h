/* What sections.c and entries.c share while one docstring is parsed. Internal to them. */
#ifndef BLUETICK_RULES_DOCS_SECTION_PARSER_H
#define BLUETICK_RULES_DOCS_SECTION_PARSER_H

#include "base/array.h"
#include "rules/docs/sections.h"

typedef struct SectionParser {
    Str text;
    const Docstring *doc;
    const Signature *signature; /* may be NULL */
    struct ARRAY_OF(Section) sections;
    struct ARRAY_OF(Entry) entries;
    struct ARRAY_OF(FormatProblem) problems;
} SectionParser;

/* The parameter's index, or UINT32_MAX. */
uint32_t section_parser_parameter(const SectionParser *parser, Str name);

/* A line that a program replaces: {{x}}, {x}, %(x)s, <<x>>, $x. */
bool entries_is_template(Str line);

/* Fills entries, templates and entry problems of all sections. */
void entries_parse(SectionParser *parser);

#endif
