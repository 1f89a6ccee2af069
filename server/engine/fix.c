/* Knows which fixes are offered and how rounds of them reach a fixpoint; what makes one acceptable
 * stands in engine/trial.c. */
#include "engine/fix.h"

#include "engine/fix_group.h"
#include "engine/fix_watch.h"
#include "engine/run.h"

typedef struct FixList ARRAY_OF(Fix) FixList;
typedef struct RefusalList ARRAY_OF(Refusal) RefusalList;

/* ---- building ----------------------------------------------------------------------------- */

/* What was noted may come from a cache, and a cache from anybody: a node that is none builds
 * nothing.
 */
static BuiltFixes build(Run *run, const Finding *finding, Arena *mem) {
    const RuleImplementation *rule = run->analyzer->setup.rules.rows[finding->rule];
    RuleContext context = run_fix_context(run, finding, mem);
    bool is_node = finding->anchor == NODE_NONE ||
                   finding->anchor < context.facts->ast.node_count || finding->anchor == 0;
    if (!is_node) {
        return (BuiltFixes){0};
    }
    return fix_build(rule, &context, finding);
}

/* I4: what a fix introduces was unbound before. Asked again here, whatever the rule did. */
static bool names_are_free(Run *run, const Finding *finding, const FixNames *names, Arena *mem) {
    FixContext context = {.rule = run_context(run, finding->unit, mem)};
    for (uint32_t i = 0; i < names->count; i++) {
        if (fix_name_is_taken(&context, finding->unit, names->items[i])) {
            return false;
        }
    }
    return true;
}

static const Fix *refuse_taken_names(Run *run, const Finding *finding, const BuiltFixes *built,
                                     RefusalList *refusals, Arena *mem, uint32_t *count) {
    Fix *fixes = ARENA_ARRAY(mem, Fix, built->set.fix_count);
    *count = 0;
    for (uint32_t i = 0; i < built->set.fix_count; i++) {
        if (names_are_free(run, finding, &built->names[i], mem)) {
            fixes[(*count)++] = built->set.fixes[i];
        } else {
            Refusal refusal = {built->set.fixes[i].title, STR("a name it needs is taken")};
            ARRAY_PUSH(refusals, refusal);
        }
    }
    return fixes;
}

/* ---- the fixes of one finding ------------------------------------------------------------- */

/* Fixes of one line that are tried: each may have to go alone, at the cost of an analysis. */
enum { FIXES_TRIED_MAX = 64 };

static void build_all(Run *run, const Finding *finding, FixList *fixes, RefusalList *refusals,
                      Arena *mem) {
    for (uint32_t i = 0; i <= finding->more_count; i++) {
        if (fixes->count >= FIXES_TRIED_MAX) {
            Refusal refusal = {STR("Fix the other findings of this line"),
                               STR("there are too many to try each; --fix takes them in rounds")};
            ARRAY_PUSH(refusals, refusal);
            return;
        }
        const Finding *one = i == 0 ? finding : &finding->more[i - 1];
        BuiltFixes built = build(run, one, mem);
        uint32_t count;
        const Fix *free = refuse_taken_names(run, one, &built, refusals, mem, &count);
        for (uint32_t k = 0; k < count; k++) {
            ARRAY_PUSH(fixes, free[k]);
        }
        for (uint32_t k = 0; k < built.set.refusal_count; k++) {
            ARRAY_PUSH(refusals, built.set.refusals[k]);
        }
    }
}

/* What was built for one finding, and what is left of it after the trials. */
typedef struct Offer {
    FixList fixes;
    RefusalList refusals;
    bool *is_dropped; /* by fix */
    bool is_built;
} Offer;

static void refuse(Offer *offer, uint32_t fix, Str reason) {
    ARRAY_PUSH(&offer->refusals, ((Refusal){offer->fixes.items[fix].title, reason}));
    offer->is_dropped[fix] = true;
}

/* The group at once; halves of what fails, down to the single fix that is to blame. */
static void try_group(Trial *trial, const ChoiceList *group, Offer *offers, Arena *mem) {
    RangeList open = {0};
    ARRAY_PUSH(&open, ((Range){0, group->count}));
    while (open.count && !trial->is_cancelled) {
        Range range = open.items[--open.count];
        const Choice *first = &group->items[range.start];
        uint32_t count = range.end - range.start;
        Str reason = choice_list_judge(trial, first, count, NULL, mem);
        if (reason.len == 0) {
            continue;
        }
        if (count == 1) {
            refuse(&offers[first->offer], first->fix_index, reason);
            continue;
        }
        uint32_t middle = range.start + count / 2;
        ARRAY_PUSH(&open, ((Range){middle, range.end}));
        ARRAY_PUSH(&open, ((Range){range.start, middle}));
    }
    ARRAY_RELEASE(&open);
}

/* A fix of several files is judged with those that name what it changes. */
static Str judge_wide(Trial *trial, const Fix *fix, RuleId rule, Arena *mem) {
    const FixRequest *given = trial->request;
    FixRequest watching = *given;
    if (given->watches_users && given->watched_count == 0) {
        watching.watched = fix_watch_find(trial, fix, &watching.watched_count, mem);
    }
    trial->request = &watching;
    Str reason = trial_judge_fix(trial, fix, rule, NULL, mem);
    trial->request = given;
    return reason;
}

/* Fixes of several files go alone; the others in groups that do not touch each other. */
static void try_offers(Trial *trial, const Finding *findings, Offer *offers, uint32_t count,
                       Arena *mem) {
    ChoiceList open = {0};
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < offers[i].fixes.count && !trial->is_cancelled; k++) {
            const Fix *fix = &offers[i].fixes.items[k];
            if (!fix_is_wide(fix)) {
                ARRAY_PUSH(&open, ((Choice){&findings[i], *fix, &fix->files[0].edits, i, k}));
                continue;
            }
            Str reason = judge_wide(trial, fix, findings[i].rule, mem);
            if (reason.len) {
                refuse(&offers[i], k, reason);
            }
        }
    }
    while (open.count && !trial->is_cancelled) {
        ChoiceList rest = {0};
        choice_list_drop_overlaps(&open, &rest);
        try_group(trial, &open, offers, mem);
        ARRAY_RELEASE(&open);
        open = rest;
    }
    ARRAY_RELEASE(&open);
}

/* ---- handing over ------------------------------------------------------------------------- */

static FixSet fix_set(const Offer *offer, Arena *mem) {
    Fix *fixes = ARENA_ARRAY(mem, Fix, offer->fixes.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < offer->fixes.count; i++) {
        if (!offer->is_dropped[i]) {
            fixes[count++] = offer->fixes.items[i];
        }
    }
    Refusal *refusals = ARENA_ARRAY(mem, Refusal, offer->refusals.count);
    for (uint32_t i = 0; i < offer->refusals.count; i++) {
        refusals[i] = offer->refusals.items[i];
    }
    return (FixSet){fixes, count, refusals, offer->refusals.count, offer->is_built};
}

static void release_offers(Offer *offers, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        ARRAY_RELEASE(&offers[i].fixes);
        ARRAY_RELEASE(&offers[i].refusals);
    }
}

/* True when something is there to try. */
/* Findings of one file whose titles are worth building: some rules look over a whole function for
 * each. */
enum { TITLES_MAX = 200 };

static bool build_offers(Analyzer *analyzer, const FixRequest *request, const Finding *findings,
                         Offer *offers, uint32_t count, Arena *mem) {
    bool has_fixes = false;
    uint32_t built = 0;
    Run run;
    run_begin(&run, analyzer, &request->analysis);
    for (uint32_t i = 0; i < count && !run_should_stop(&run); i++) {
        if (request->without >> finding_category(&findings[i]) & 1 ||
            (request->is_untried && built >= TITLES_MAX)) {
            continue;
        }
        built++;
        offers[i].is_built = true;
        build_all(&run, &findings[i], &offers[i].fixes, &offers[i].refusals, mem);
        offers[i].is_dropped = ARENA_ARRAY(mem, bool, offers[i].fixes.count);
        has_fixes = has_fixes || offers[i].fixes.count > 0;
    }
    has_fixes = has_fixes && !run.is_cancelled;
    run_end(&run);
    return has_fixes;
}

bool engine_fix_sets(Analyzer *analyzer, const FixRequest *request, const Finding *findings,
                     uint32_t count, FixSet *sets, Arena *mem) {
    Offer *offers = ARENA_ARRAY(mem, Offer, count);
    bool is_cancelled = false;
    bool has_fixes = build_offers(analyzer, request, findings, offers, count, mem);
    if (has_fixes && !request->is_untried) {
        /* A trial looks at the file again and again: without a store, one for as long as it takes.
         * Only versions made by the trial see it. */
        UnitStore *given = analyzer->setup.store;
        UnitStore *own = given ? NULL : unit_store_new(0);
        analyzer->setup.store = given ? given : own;
        Trial trial;
        trial_begin(&trial, analyzer, request, request->analysis.document);
        try_offers(&trial, findings, offers, count, mem);
        is_cancelled = trial.is_cancelled;
        trial_end(&trial);
        analyzer->setup.store = given;
        project_view_forget_laid(analyzer->view); /* holds versions with entries of `own` */
        unit_store_free(own);
    }
    const atomic_bool *cancel = request->analysis.cancel;
    is_cancelled = is_cancelled || (cancel && atomic_load(cancel));
    for (uint32_t i = 0; i < count; i++) {
        sets[i] = is_cancelled ? (FixSet){0} : fix_set(&offers[i], mem);
    }
    release_offers(offers, count);
    return !is_cancelled;
}

FixSet engine_fixes(Analyzer *analyzer, const FixRequest *request, const Finding *finding,
                    Arena *mem) {
    FixSet set;
    (void)engine_fix_sets(analyzer, request, finding, 1, &set, mem);
    return set;
}
