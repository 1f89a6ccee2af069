/* Applies a fix in memory and judges the result (I4). Engine-internal. */
#ifndef BLUETICK_ENGINE_TRIAL_H
#define BLUETICK_ENGINE_TRIAL_H

#include "engine/fix.h"
#include "rules/fix_builder.h"

/* A document and what was found in it before any fix, with the request's rules and all default
 * ones: made once, then any number of fixes is tried against it. */
typedef struct Trial {
    Analyzer *analyzer;
    const FixRequest *request;
    RuleSelection selection;
    Document *before; /* a version of its own: what is remembered for the real one stays */
    uint32_t counts[RULE_COUNT];
    const RawReport *raw; /* as in Analysis, in `mem` */
    uint32_t raw_total;
    uint32_t unit_count;
    Arena mem;
    const LaidDocument *laid; /* of the analyses at hand: the request's, or the result of a fix */
    uint32_t laid_count;
    bool is_cancelled;
} Trial;

void trial_begin(Trial *trial, Analyzer *analyzer, const FixRequest *request,
                 const Document *document);
void trial_end(Trial *trial);

/* Empty when the edited text is better: no new Broken node, the `wanted` findings (sorted by unit
 * and rule) gone and none new; else why not (in `mem` or constant). That one fix removes a finding
 * more than its own does not make up for one that removes none, unless both stand in one unit. On
 * success `*after` (may be NULL) is the edited document, held by the caller. Cancelled:
 * is_cancelled, and a reason. */
Str trial_judge(Trial *trial, const EditList *edits, const RawReport *wanted, uint32_t wanted_count,
                Document **after, Arena *mem);

/* The same for one fix of one finding, over all its files: each as it would be, with the others as
 * they would be around it. On success `*after` (may be NULL) gets the edited documents, held by the
 * caller. */
Str trial_judge_fix(Trial *trial, const Fix *fix, RuleId rule, LaidDocuments *after, Arena *mem);

#endif
