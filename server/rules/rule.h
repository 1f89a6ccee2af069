/* The contract between the engine and a rule.
 *
 * A rule starts from a *shape* (queries/<category>/<name>.scm finds candidates while a unit's tree
 * is alive) or from *semantics* (`visits` names the units it wants to see). Either way the engine
 * asks the gate first: a unit whose trigger words do not satisfy it is never parsed for this rule.
 * Rules are stateless functions over immutable inputs; what they find goes through rule_report.
 * Rules never see the tree, files, clocks or threads.
 *
 * What a rule says about a unit is remembered until something it was told changes. So it may look
 * only at: its own unit; the units around it (their facts, their flags); the members of classes
 * around it or of its own class, by name and kind; and any other unit through file_model_unit and
 * file_model_member, which note the question. Reading the outline further than that gives stale
 * answers in the editor. */
#ifndef BLUETICK_RULES_RULE_H
#define BLUETICK_RULES_RULE_H

#include "ast/ast.h"
#include "ast/candidate.h"
#include "findings/finding.h"
#include "rules/options.h"
#include "semantics/file_model.h"
#include "text/outline.h"

typedef struct RuleSink RuleSink;

typedef struct RuleContext {
    const FileModel *file;
    UnitId unit;                /* the unit at hand */
    const UnitFacts *facts;     /* without scopes for rules of the category docs */
    const RuleOptions *options; /* plain values: rules/options.h */
    const bool *enabled; /* by RuleId: for a fix that mends what several rules report; not for
                            what a rule reports */
    const OwnRule *own;  /* of RULE_own_query: whose candidate is at hand */
    Arena *mem;          /* lives as long as the findings */
    Arena *scratch;      /* rewound after each call */
    RuleSink *sink;
} RuleContext;

enum { SEVERITY_FROM_REGISTRY = -1 };

/* A place that explains the finding: its span counts bytes of `unit`'s text, since what stands
 * above the unit may change without the finding being looked at again. */
typedef struct ReportRelated {
    Str path; /* of another file; empty: the finding's own */
    UnitId unit;
    Span span;
    Str message;
} ReportRelated;

/* All spans count bytes of context->unit's text; the engine maps them to the file, merges,
 * suppresses and orders. Texts live in context->mem or are constants, and name no row: the unit may
 * move. Make one with report_new and set what differs. */
typedef struct Report {
    RuleId rule;
    uint32_t own; /* of RULE_own_query: the index of the project's rule, plus 1; else 0 */
    int severity; /* Severity, or SEVERITY_FROM_REGISTRY */
    Certainty certainty;
    Span span;
    uint32_t owner;  /* byte whose row is the owner line */
    Span definition; /* see Finding; empty if none */
    Str subject;
    Str message;
    Str cost;
    Str entry;
    const ReportRelated *related;
    uint32_t related_count;
    uint32_t anchor; /* the rule's own: a NodeId of the unit, given back to build its fixes */
    uint32_t detail; /* likewise */
} Report;

/* The registry's severity, certainty `certain`, owner = the span's first byte. */
Report report_new(RuleId rule, Span span);
void rule_report(RuleContext *context, const Report *report);

/* Where reports go; the engine's. */
struct RuleSink {
    void (*take)(RuleSink *sink, const RuleContext *context, const Report *report);
};

/* Fixes are built lazily, one finding at a time: rules/fix_builder.h. */
typedef struct FixContext FixContext;

typedef struct RuleImplementation {
    RuleId rule;
    /* Units this rule wants: bit set of 1 << UnitKind; 0 for a rule that starts from a query. */
    uint32_t visits;
    /* At least one of these words must occur in the unit (0 = always). For a rule with a query too:
     * its query runs only on such units. */
    TriggerSet any_trigger;
    /* ...and this must not say no: a cheap look at the outline alone (may be NULL). */
    bool (*wants)(const Unit *unit, const RuleOptions *options);
    /* ...and this must not say no: asked once a file (may be NULL): stub files, generated files. */
    bool (*wants_file)(const FileModel *file, const RuleOptions *options);
    void (*check_unit)(RuleContext *context);
    void (*check_candidate)(RuleContext *context, const Candidate *candidate);
    void (*fix)(FixContext *context, const Finding *finding);
    /* Asked once an analysis when the rule has findings in the file, given in order of place: for
     * what only the whole file tells. May clear keep[i] and replace messages (texts in `mem`); may
     * ask any unit, nothing is noted. May be NULL. O(file). */
    void (*settle)(const FileModel *file, const RuleOptions *options, Finding *const *findings,
                   bool *keep, uint32_t count, Arena *mem);
} RuleImplementation;

/* Rows by RuleId, RULE_COUNT of them; NULL for a rule without C. Given to the engine as a value, so
 * that a test can put its own rules in. */
typedef struct RuleTable {
    const RuleImplementation *const *rows;
    /* The precedence of `winner` over `loser` on one expression or line; NULL: there is none. */
    const PrecedenceInfo *(*precedence)(RuleId winner, RuleId loser);
} RuleTable;

/* The table of rules/implementations.def: IMPLEMENTED(symbol) for each server/rules/<category>/
 * <name>.c that defines `const RuleImplementation rule_<symbol>`. */
RuleTable rule_table(void);

#define IMPLEMENTED(symbol) extern const RuleImplementation rule_##symbol;
#include "rules/implementations.def"
#undef IMPLEMENTED

/* One row of it; NULL for a rule without C. */
const RuleImplementation *rule_implementation(RuleId rule);

#endif
