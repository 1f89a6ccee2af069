/* A document in, findings out.
 *
 * Demand decides what is parsed: the gate of each enabled rule (rules/rule.h) looks at the outline;
 * a unit that no rule asks for and no rule's question reaches is never parsed. What was computed
 * for a unit is kept with the document and its next versions: a keystroke analyses one unit and
 * maps the rest. The result is the same as that of a fresh scan (I1), for any number of analyzers
 * (I3).
 *
 * No IO, no clock, no global: the deadline of a parse and the wish to stop come in as values. */
#ifndef BLUETICK_ENGINE_ANALYZE_H
#define BLUETICK_ENGINE_ANALYZE_H

#include "engine/document.h"
#include "engine/own_rules.h"
#include "engine/project_view.h"
#include "engine/rule_queries.h"
#include "engine/told_facts.h"
#include "engine/unit_store.h"
#include "findings/finding.h"
#include "rules/rule.h"

#include <stdatomic.h>

/* For front ends: far beyond what honest code needs (10 MB/s), short of for ever. */
#define UNIT_DEADLINE_DEFAULT_MICROSECONDS ((uint64_t)20 * 1000 * 1000)

/* What does not change from file to file. */
typedef struct AnalyzerSetup {
    const RuleQueries *queries; /* NULL: rules that start from a query stay silent */
    UnitStore *store;           /* NULL: nothing is kept from one analysis to the next (batch) */
    RuleTable rules;            /* rule_table() */
    /* For the parse of one unit; past it the unit is left out with a note. 0 = none. */
    uint64_t unit_deadline_microseconds;
} AnalyzerSetup;

/* Which rules run on a file, and how: what the config resolved for its path. */
typedef struct RuleSelection {
    bool enabled[RULE_COUNT];
    Certainty least_certainty;  /* CERTAINTY_LIKELY unless asked otherwise */
    const RuleOptions *options; /* may be NULL when no enabled rule has options */
    const OwnRules *own;        /* the project's; NULL: none */
    OwnRuleBits own_enabled;    /* of them, by index; they run with RULE_own_query only */
    uint64_t options_key;       /* differs when the options differ (a hash of the config) */
} RuleSelection;

/* The rules that are on by default. */
RuleSelection rule_selection_default(void);

/* One per worker thread: the parser and scratch memory. */
typedef struct Analyzer Analyzer;
Analyzer *analyzer_new(const AnalyzerSetup *setup);

/* What is remembered of a snapshot is let go: before the snapshot's holder frees it. */
void analyzer_forget(Analyzer *analyzer);
void analyzer_free(Analyzer *analyzer); /* NULL is fine */

typedef struct AnalyzeRequest {
    const Document *document;
    const RuleSelection *selection;
    const Snapshot *snapshot; /* NULL, or the document is not in it: the file alone */
    const LaidDocument *laid; /* other files that are not as the snapshot has them, by file */
    uint32_t laid_count;
    const atomic_bool *cancel; /* may be NULL; looked at between units and while parsing */
    bool keeps_results;        /* also without a store: for result_pack.h */
    bool is_uncapped;          /* docs.max-per-file does not count: all findings are to be fixed */
} AnalyzeRequest;

typedef struct AnalysisCounters {
    uint32_t units_total;
    uint32_t units_asked;   /* units some rule's gate let through */
    uint32_t units_parsed;  /* in this run */
    uint32_t units_checked; /* units on which rules ran in this run */
    uint32_t units_timed_out;
    uint32_t units_reused; /* asked units whose results were kept from an earlier run */
    uint32_t findings_suppressed;
    uint64_t bytes_parsed;
} AnalysisCounters;

/* A report of a rule in a unit. */
typedef struct RawReport {
    UnitId unit;
    RuleId rule;
} RawReport;
int raw_report_compare(const void *a, const void *b); /* by unit, then rule; for qsort */

typedef struct Analysis {
    Status status; /* STATUS_OK, or STATUS_CANCELLED: then nothing else is set */
    /* By finding_compare; suppressed, yielded and merged ones are gone. File offsets. */
    const Finding *findings;
    uint32_t finding_count;
    const Note *notes; /* by place */
    uint32_t note_count;
    /* What was seen before suppression, precedence and merging: fixes are judged by it. */
    uint32_t raw_counts[RULE_COUNT];
    const RawReport *raw; /* the same one by one, by unit and rule; raw_total of them */
    uint32_t raw_total;
    uint32_t unit_count;
    bool asked_project;    /* a result depends on other files, or on there being none */
    uint32_t broken_count; /* Broken nodes in the units that were asked for */
    AnalysisCounters counters;
} Analysis;

/* From now on what analyses are told of the snapshot, which has numbered facts, is collected for
 * the results of one of its files. Units are asked for of `source` before they are parsed. */
void analyzer_listen(Analyzer *analyzer, const Snapshot *snapshot, const Document *document,
                     const UnitSource *source);
ToldFacts *analyzer_told(Analyzer *analyzer);

/* Everything the result points to lives in `mem` or in the document. */
Analysis analyze(Analyzer *analyzer, const AnalyzeRequest *request, Arena *mem);

#endif
