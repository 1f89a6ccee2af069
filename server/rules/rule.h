/* The contract between the engine and a rule.
 *
 * A rule starts from a *shape* (queries/<category>/<name>.scm finds candidates while a unit's tree
 * is alive) or from *semantics* (`visit` names the units it wants to see). Either way the engine
 * asks the gate first: a unit whose trigger words do not satisfy it is never parsed for this rule.
 * Rules are stateless functions over immutable inputs; what they find goes through rule_report.
 * Rules never see the tree, files, clocks or threads. */
#ifndef BLUETICK_RULES_RULE_H
#define BLUETICK_RULES_RULE_H

#include "ast/ast.h"
#include "ast/candidate.h"
#include "findings/finding.h"
#include "rules/options.h"
#include "text/outline.h"

typedef struct FileModel FileModel; /* semantics/file_model.h */
typedef struct UnitFacts UnitFacts; /* semantics/unit_facts.h: ast, scopes, candidates of a unit */
typedef struct ProjectIndex ProjectIndex;

typedef struct RuleContext {
    const FileModel *file;
    UnitId unit; /* the unit at hand */
    const UnitFacts *facts;
    const ProjectIndex *index;  /* NULL when a file is analysed alone */
    const RuleOptions *options; /* plain values: rules/options.h */
    Arena *mem;                 /* lives as long as the findings */
    Arena *scratch;             /* rewound after each call */
    struct RuleSink *sink;      /* the engine's */
} RuleContext;

/* Reports at unit offsets of context->unit; the engine maps them to the file, merges, suppresses
 * and orders. `finding` needs rule, span, owner, subject and message; severity and certainty are
 * filled in from the registry when SEVERITY_DEFAULT / CERTAINTY_CERTAIN are left as they are. */
typedef struct Report {
    RuleId rule;
    Span span;
    uint32_t owner;
    Span definition;
    Str subject;
    Str message; /* from arena_format(context->mem, ...) or a constant */
    Str cost;
    Severity severity;
    Certainty certainty;
    const Related *related; /* spans in *file* offsets of their files */
    uint32_t related_count;
    uint32_t anchor;
    uint32_t detail;
} Report;
void rule_report(RuleContext *context, const Report *report);

/* A report with the registry's severity and certainty `certain`. */
Report report_new(RuleId rule, Span span);

/* Fixes are built lazily, one finding at a time, with the same context that reported it. Edits are
 * given in *file* offsets (outline_to_file), or with fix_edit_unit in unit offsets. */
typedef struct FixContext {
    RuleContext rule;
    struct FixSink *sink;
} FixContext;

typedef struct FixBuilder FixBuilder; /* rules/fix_builder.h */

typedef struct RuleImplementation {
    RuleId rule;
    /* Units this rule wants: bit set of 1 << UnitKind; 0 for a rule that starts from a query. */
    uint32_t visits;
    /* At least one of these words must occur in the unit (0 = no demand)... */
    TriggerSet any_trigger;
    /* ...and this must not say no: a cheap look at the outline alone (may be NULL). */
    bool (*wants)(const Unit *unit, const RuleOptions *options);
    void (*check_unit)(RuleContext *context);
    void (*check_candidate)(RuleContext *context, const Candidate *candidate);
    void (*fix)(FixContext *context, const Finding *finding);
} RuleImplementation;

/* Indexed by RuleId; a rule without C has an empty row. */
const RuleImplementation *rule_implementation(RuleId rule);

#endif
