/* Knows which fixes are offered and how rounds of them reach a fixpoint; what makes one acceptable
 * stands in engine/trial.c. */
#include "engine/fix.h"

#include "engine/run.h"
#include "engine/trial.h"

typedef struct FixList ARRAY_OF(Fix) FixList;
typedef struct RefusalList ARRAY_OF(Refusal) RefusalList;

/* ---- building ----------------------------------------------------------------------------- */

static BuiltFixes build(Run *run, const Finding *finding, Arena *mem) {
    const RuleImplementation *rule = run->analyzer->setup.rules.rows[finding->rule];
    RuleContext context = run_context(run, finding->unit, mem);
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

static void build_all(Run *run, const Finding *finding, FixList *fixes, RefusalList *refusals,
                      Arena *mem) {
    for (uint32_t i = 0; i <= finding->more_count; i++) {
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

static void try_all(Analyzer *analyzer, const FixRequest *request, RuleId rule, FixList *fixes,
                    RefusalList *refusals, Arena *mem) {
    Trial trial;
    trial_begin(&trial, analyzer, request, request->analysis.document);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < fixes->count && !trial.is_cancelled; i++) {
        Str reason = trial_judge_fix(&trial, &fixes->items[i], rule, mem);
        if (reason.len == 0) {
            fixes->items[kept++] = fixes->items[i];
        } else {
            ARRAY_PUSH(refusals, ((Refusal){fixes->items[i].title, reason}));
        }
    }
    fixes->count = trial.is_cancelled ? 0 : kept;
    refusals->count = trial.is_cancelled ? 0 : refusals->count;
    trial_end(&trial);
}

static FixSet fix_set(const FixList *fixes, const RefusalList *refusals, Arena *mem) {
    Fix *fix_items = ARENA_ARRAY(mem, Fix, fixes->count);
    for (uint32_t i = 0; i < fixes->count; i++) {
        fix_items[i] = fixes->items[i];
    }
    Refusal *refusal_items = ARENA_ARRAY(mem, Refusal, refusals->count);
    for (uint32_t i = 0; i < refusals->count; i++) {
        refusal_items[i] = refusals->items[i];
    }
    return (FixSet){fix_items, fixes->count, refusal_items, refusals->count};
}

FixSet engine_fixes(Analyzer *analyzer, const FixRequest *request, const Finding *finding,
                    Arena *mem) {
    FixList fixes = {0};
    RefusalList refusals = {0};
    Run run;
    run_begin(&run, analyzer, &request->analysis);
    build_all(&run, finding, &fixes, &refusals, mem);
    run_end(&run);
    if (fixes.count) {
        try_all(analyzer, request, finding->rule, &fixes, &refusals, mem);
    }
    FixSet set = fix_set(&fixes, &refusals, mem);
    ARRAY_RELEASE(&fixes);
    ARRAY_RELEASE(&refusals);
    return set;
}
