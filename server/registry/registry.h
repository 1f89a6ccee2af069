/* Names and metadata of rules, variants, options and categories: tables, no behaviour.
 *
 * The rows stand in rules.def, rule_variants.def, options.def and precedence.def; this header turns
 * them into look-ups. Nothing here depends on how a rule is computed. */
#ifndef BLUETICK_REGISTRY_REGISTRY_H
#define BLUETICK_REGISTRY_REGISTRY_H

#include "base/str.h"

typedef enum Category {
    CATEGORY_QUERY,
    CATEGORY_IO,
    CATEGORY_MEMORY,
    CATEGORY_CPU,
    CATEGORY_DOCS,
    CATEGORY_COUNT
} Category;

/* In rising order: a threshold is a comparison. */
typedef enum Severity { SEVERITY_HINT, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR } Severity;
typedef enum Certainty { CERTAINTY_POSSIBLE, CERTAINTY_LIKELY, CERTAINTY_CERTAIN } Certainty;

/* In rising order of what is asked of the person who applies it. */
typedef enum Safety { SAFETY_SAFE, SAFETY_UNSAFE, SAFETY_PLACEHOLDER, SAFETY_COUNT } Safety;

typedef enum RuleId {
#define RULE(symbol, id, category, severity, on, fixes, title) RULE_##symbol,
#include "registry/rules.def"
#undef RULE
    RULE_COUNT
} RuleId;

typedef struct RuleInfo {
    Str id; /* "io/missing-timeout" */
    Category category;
    Severity severity;
    bool on_by_default;
    uint32_t fixes; /* bit set of 1 << Safety: what its fixes can be */
    Str title;      /* one line, no full stop */
} RuleInfo;

const RuleInfo *rule_info(RuleId rule);

/* False when the id is unknown. */
bool rule_find(Str id, RuleId *out);

Str category_name(Category category);
bool category_find(Str name, Category *out);

/* "error", "warning", "info", "hint"; "certain", "likely", "possible"; "safe", "unsafe",
 * "placeholder". The *_find return false for any other text. */
Str severity_name(Severity severity);
bool severity_find(Str name, Severity *out);
Str certainty_name(Certainty certainty);
bool certainty_find(Str name, Certainty *out);
Str safety_name(Safety safety);

/* The known name (rule id, category, `id.option`) nearest to `wrong` by Damerau distance, for "did
 * you mean"; empty when nothing is near. */
Str registry_nearest(Str wrong);

/* The rule's page (server/rules/<category>/<name>.md), embedded at build time; empty if missing. */
Str rule_page(RuleId rule);

#endif
