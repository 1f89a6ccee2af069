/* Names and metadata of rules, variants and categories: tables, no behaviour.
 *
 * The rows stand in rules.def, rule_variants.def and precedence.def (options: registry/option.h);
 * this header turns them into look-ups. Nothing here depends on how a rule is computed. */
#ifndef BLUETICK_REGISTRY_REGISTRY_H
#define BLUETICK_REGISTRY_REGISTRY_H

#include "base/str.h"

typedef enum Category {
    CATEGORY_QUERY,
    CATEGORY_IO,
    CATEGORY_MEMORY,
    CATEGORY_CPU,
    CATEGORY_DOCS,
    CATEGORY_OWN, /* rules of a project's own */
    CATEGORY_COUNT
} Category;

/* In rising order: a threshold is a comparison. */
typedef enum Severity {
    SEVERITY_HINT,
    SEVERITY_INFO,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
    SEVERITY_COUNT
} Severity;
typedef enum Certainty {
    CERTAINTY_POSSIBLE,
    CERTAINTY_LIKELY,
    CERTAINTY_CERTAIN,
    CERTAINTY_COUNT
} Certainty;

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
    bool is_partly_on; /* off by default but for the form that an option of it names */
    uint32_t fixes;    /* bit set of 1 << Safety: what its fixes can be */
    Str title;         /* one line, no full stop */
} RuleInfo;

const RuleInfo *rule_info(RuleId rule);

/* True when the rule runs without being selected: on, or on in part. */
bool rule_runs_by_default(RuleId rule);

/* "missing-timeout": the id without its category. */
Str rule_short_name(RuleId rule);

/* False when the id is unknown. O(log rules). */
bool rule_find(Str id, RuleId *out);

/* A named form of a rule with a severity of its own: "private", "test". Rules take the severity of
 * what they report from here, never from a constant of their own. */
typedef enum VariantId {
#define VARIANT(symbol, rule, name, severity, title) VARIANT_##symbol,
#include "registry/rule_variants.def"
#undef VARIANT
    VARIANT_COUNT
} VariantId;

typedef struct VariantInfo {
    RuleId rule;
    Str name;
    Severity severity;
    Str title;
} VariantInfo;

const VariantInfo *variant_info(VariantId variant);

/* What is done when two rules would report the same expression or line (DESIGN section 1). */
typedef struct PrecedenceInfo {
    Str winner;
    Str loser;
    bool keep_as_related; /* the loser is told as a related place of the winner */
} PrecedenceInfo;

/* The row in which `loser` yields to `winner`, or NULL. O(rows). Rows may name rules that are not
 * built yet: those never match. */
const PrecedenceInfo *precedence_find(RuleId winner, RuleId loser);
bool rule_yields_to(RuleId loser, RuleId winner);
const PrecedenceInfo *precedence_row(uint32_t index); /* NULL past the end: for tests and docs */

Str category_name(Category category);

/* The most that a finding of the category carries in a test file: what a test waits for or keeps in
 * memory is small, and the finding is there for who looks for it. The query rules have variants. */
Severity category_severity_in_tests(Category category);
bool category_find(Str name, Category *out);

/* "error", "warning", "info", "hint"; "certain", "likely", "possible"; "safe", "unsafe",
 * "placeholder". The *_find return false for any other text. */
Str severity_name(Severity severity);
bool severity_find(Str name, Severity *out);
Str certainty_name(Certainty certainty);
bool certainty_find(Str name, Certainty *out);
Str safety_name(Safety safety);

/* The known selector (category, rule id, `id.option`) nearest to `wrong` by Damerau distance, for
 * "did you mean"; empty when nothing is near. A rule's name without its category counts as near. */
Str registry_nearest(Str wrong);

/* The rule's page (server/rules/<category>/<name>.md), embedded at build time; empty if missing. */
Str rule_page(RuleId rule);

#endif
