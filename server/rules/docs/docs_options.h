/* The docs.* options as plain fields. */
#ifndef BLUETICK_RULES_DOCS_DOCS_OPTIONS_H
#define BLUETICK_RULES_DOCS_DOCS_OPTIONS_H

#include "rules/options.h"

typedef enum DocsInit { DOCS_INIT_AUTO, DOCS_INIT_ALWAYS, DOCS_INIT_NEVER } DocsInit;
typedef enum DocsAttributes {
    DOCS_ATTRIBUTES_OFF,
    DOCS_ATTRIBUTES_PARTIAL,
    DOCS_ATTRIBUTES_ALL
} DocsAttributes;
typedef enum DocsStyleOption {
    DOCS_STYLE_GOOGLE,
    DOCS_STYLE_NUMPY,
    DOCS_STYLE_REST,
    DOCS_STYLE_AUTO
} DocsStyleOption;

typedef struct DocsOptions {
    bool public_only; /* docs.scope = public, docs.private = off */
    bool tests;
    bool nested;
    bool magic;
    DocsInit init;
    bool properties;
    bool modules;
    uint32_t min_lines;
    bool one_line_allowed; /* docs.oneLine = allow */
    StrList ignore_decorators;
    StrList section_ignore_decorators;
    StrList property_decorators;
    Str ignore_names; /* a POSIX extended expression; empty = none */
    bool ignore_var_args;
    bool require_returns_always;
    DocsAttributes attributes;
    DocsStyleOption style;
    Str placeholder;
    bool report_placeholder;
    bool skeleton_defaults;
    bool skeleton_types; /* (TODO) for parameters without annotation */
} DocsOptions;

/* `options` may be NULL: the defaults. Texts and lists are borrowed from it. */
DocsOptions docs_options_read(const RuleOptions *options);

bool docs_names_have(StrList names, Str name);

#endif
