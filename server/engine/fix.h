/* Fixes: built lazily, tried in memory, and only then offered (I4).
 *
 * Text in, text out: this room reads and writes no file. A fix is tried by applying it to the
 * document, analysing the result with the same selection and all default rules, and comparing: no
 * new Broken node, the finding gone, no rule with more findings than before, introduced names
 * unbound before. One that fails is dropped and becomes a refusal that says why. */
#ifndef BLUETICK_ENGINE_FIX_H
#define BLUETICK_ENGINE_FIX_H

#include "engine/analyze.h"

/* Another file of the snapshot that a fix may not make worse: `counts` is what Analysis.raw_counts
 * was before, with this selection. */
typedef struct WatchedFile {
    FileId file;
    const RuleSelection *selection;
    const uint32_t *counts;
} WatchedFile;

typedef struct FixRequest {
    /* The document and how it was analysed. A fix over several files finds the others in the
     * snapshot; without one it is refused. */
    AnalyzeRequest analysis;
    bool is_untried;  /* engine_fix_sets: what the rules build, for its titles; not to be applied. A
                       * file's  first 200 findings, the others are not built */
    uint32_t without; /* bit set of 1 << Category: their fixes are not built */
    const WatchedFile *watched; /* needs the snapshot; each costs an analysis a trial */
    uint32_t watched_count;
    /* engine_fix_sets: a fix over several files may not make the files worse that name what it
     * changes, as --fix sees to by looking at the whole project. */
    bool watches_users;
} FixRequest;

/* The fixes of findings of one analysis of request->analysis.document, `sets[i]` for findings[i]
 * and what was merged into it. Cost: building each, one analysis of the file, and a few keystrokes'
 * worth for each group of fixes that do not touch each other (a group that fails is halved). Lives
 * in `mem`. False when cancelled: then all sets are empty. */
bool engine_fix_sets(Analyzer *analyzer, const FixRequest *request, const Finding *findings,
                     uint32_t count, FixSet *sets, Arena *mem);

/* The same for one finding. */
FixSet engine_fixes(Analyzer *analyzer, const FixRequest *request, const Finding *finding,
                    Arena *mem);

/* Which fixes engine_fix_all may take. */
typedef struct FixPolicy {
    uint32_t safeties; /* bit set of 1 << Safety; --fix: 1 << SAFETY_SAFE */
    /* Asked per finding, may be NULL: one rule only, changed lines only... */
    bool (*wants)(void *context, const Finding *finding);
    /* Asked for each other file of a fix, by path; NULL: fixes over several files are not taken. */
    bool (*may_edit)(void *context, Str path);
    void *context;
} FixPolicy;

enum { FIX_ROUNDS_MAX = 32 };

typedef struct FixedFinding {
    Finding finding; /* as it stood in its round; spans count bytes of that round's text */
    Str title;
    Safety safety;
    uint32_t round; /* from 0 */
} FixedFinding;

typedef struct RefusedFix {
    Finding finding; /* of the last round: spans count bytes of `text` */
    Refusal refusal;
} RefusedFix;

typedef struct FixAllResult {
    Status status; /* STATUS_OK or STATUS_CANCELLED (then `text` is the text before) */
    Str text;      /* decoded text after all rounds; source_encode gives the file's bytes */
    bool changed;
    bool exhausted; /* FIX_ROUNDS_MAX rounds did not reach a fixpoint */
    bool has_wide;  /* a fix over several files waits for engine_fix_wide */
    const FixedFinding *fixed;
    uint32_t fixed_count;
    const RefusedFix *refused;
    uint32_t refused_count;
} FixAllResult;

/* Rounds to a fixpoint: each round takes, in finding order, the first fix of each finding that the
 * policy allows; of overlapping ones the first wins and the rest waits for the next round. A
 * finding whose first fix is one over several files is left alone. */
FixAllResult engine_fix_all(Analyzer *analyzer, const FixRequest *request, const FixPolicy *policy,
                            Arena *mem);

enum { WIDE_FIXES_MAX = 256 };

typedef struct WideFixes {
    Status status;             /* STATUS_OK or STATUS_CANCELLED */
    bool exhausted;            /* WIDE_FIXES_MAX were taken, and there may be more */
    const FixedFinding *fixed; /* `round` counts them */
    uint32_t fixed_count;
    const RefusedFix *refused;
    uint32_t refused_count;
} WideFixes;

/* Of findings whose first allowed fix is one over several files, one after another: the first fix
 * that passes its trial is in force for the next. `now` are all files that are not as the snapshot
 * has them (the request's document is among them, or as the snapshot has it; its `laid` is not
 * looked at): held by the list, which is brought up to date. Looks at files again and again: an
 * analyzer with a store is much faster. */
WideFixes engine_fix_wide(Analyzer *analyzer, const FixRequest *request, const FixPolicy *policy,
                          LaidDocuments *now, Arena *mem);

#endif
