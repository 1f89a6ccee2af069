/* One analysis in progress: the file model over a document, its units loaded on demand.
 * Engine-internal: analyze() and the fix engine share it. */
#ifndef BLUETICK_ENGINE_RUN_H
#define BLUETICK_ENGINE_RUN_H

#include "engine/analyze.h"
#include "engine/document_memory.h"
#include "engine/gate.h"
#include "syntax/parser.h"

struct Analyzer {
    AnalyzerSetup setup;
    UnitParser *parser;
    ProjectView *view;
    Arena units;   /* facts of the run at hand, when there is no store */
    Arena run;     /* what else lives as long as a run */
    Arena pending; /* reports of the unit at hand, until they are kept */
    Arena scratch; /* a rule's own */
    Arena mem;     /* holds this too */
};

typedef struct Run {
    Analyzer *analyzer;
    const AnalyzeRequest *request;
    const Outline *outline;
    FileModel model;
    FileLayers layers;
    Gate gate;
    SlotArray *slots;                    /* by UnitId */
    const UnitFacts **facts;             /* by UnitId; NULL: not loaded in this run */
    uint64_t names_key;                  /* 0: not computed yet */
    uint64_t texts_key;                  /* 0: not computed yet */
    struct SuppressionSet *suppressions; /* NULL: not read yet */
    bool is_cancelled;
    AnalysisCounters counters;
} Run;

/* What was loaded by an earlier run of this analyzer is gone afterwards. */
void run_begin(Run *run, Analyzer *analyzer, const AnalyzeRequest *request);

/* Hands what was learnt to the document, if there is a store. */
void run_end(Run *run);

/* The facts of a unit; never NULL. Empty ones when the parse was cancelled or timed out. */
const UnitFacts *run_load(Run *run, UnitId unit);

/* The same with scopes, which run_load may leave out. */
const UnitFacts *run_bind(Run *run, UnitId unit);

/* Digest of what the outline tells about all units (names, kinds, parents, flags, trigger words);
 * never 0. Computed at the first question. */
uint64_t run_names_key(Run *run);

/* Digest of all units' texts; never 0. */
uint64_t run_texts_key(Run *run);

/* The context in which rules see a unit; `mem` outlives the findings. */
RuleContext run_context(Run *run, UnitId unit, Arena *mem);

/* The same for rules that read no scopes: facts->scopes may be NULL until run_bind. */
RuleContext run_text_context(Run *run, UnitId unit, Arena *mem);

/* The context in which a finding's fixes are built: `enabled` without the rules that comments
 * silence where the finding stands. */
RuleContext run_fix_context(Run *run, const Finding *finding, Arena *mem);

/* What a report carries here: its rule's or its own severity, less in a test file, and last what
 * the user's options say. */
Severity run_severity(const Run *run, const Report *report);

bool run_should_stop(Run *run);

/* True when a question of another file has reached this one: then what the project answered may
 * depend on any unit. */
bool run_is_asked_from_outside(const Run *run);

/* Of the snapshot and of what is laid over other files; PROJECT_NONE for a file alone. Never 0. */
uint64_t run_project_key(const Run *run);

/* 64 bits of both, order matters. */
uint64_t run_mix(uint64_t a, uint64_t b);

#endif
