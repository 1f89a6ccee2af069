/* Knows how fixes of many findings are put together: rounds, overlaps, and which of a group is to
 * blame when the group fails. What makes a fix acceptable stands in engine/trial.c. */
#include "engine/fix_group.h"
#include "engine/run.h"

typedef struct RefusedList ARRAY_OF(RefusedFix) RefusedList;
typedef struct FixedList ARRAY_OF(FixedFinding) FixedList;

typedef struct Rounds {
    Analyzer *analyzer;
    FixRequest request; /* its document is the one of the round at hand */
    const FixPolicy *policy;
    Arena *mem;
    Document *document;
    FixedList fixed;
    RefusedList refused; /* of the round at hand */
    uint32_t round;
    bool has_wide;
    bool is_cancelled;
} Rounds;

/* ---- choosing ----------------------------------------------------------------------------- */

static const Fix *first_allowed(Rounds *rounds, const FixSet *set) {
    const Fix *fix = fix_policy_next(rounds->policy, set, NULL);
    if (fix && fix_is_wide(fix)) {
        rounds->has_wide = true;
        return NULL;
    }
    return fix;
}

static void choose(Rounds *rounds, Run *run, const Finding *finding, ChoiceList *choices) {
    const RuleImplementation *rule = run->analyzer->setup.rules.rows[finding->rule];
    RuleContext context = run_fix_context(run, finding, rounds->mem);
    BuiltFixes built = fix_build(rule, &context, finding);
    const Fix *fix = first_allowed(rounds, &built.set);
    if (fix) {
        ARRAY_PUSH(choices,
                   ((Choice){.finding = finding, .fix = *fix, .edits = &fix->files[0].edits}));
    }
    for (uint32_t i = 0; i < built.set.refusal_count; i++) {
        ARRAY_PUSH(&rounds->refused, ((RefusedFix){*finding, built.set.refusals[i]}));
    }
}

static ChoiceList choose_all(Rounds *rounds, const Analysis *analysis) {
    ChoiceList choices = {0};
    Run run;
    run_begin(&run, rounds->analyzer, &rounds->request.analysis);
    for (uint32_t i = 0; i < analysis->finding_count && !run_should_stop(&run); i++) {
        const Finding *finding = &analysis->findings[i];
        if (!fix_policy_wants(rounds->policy, finding)) {
            continue;
        }
        choose(rounds, &run, finding, &choices);
        for (uint32_t k = 0; k < finding->more_count; k++) {
            choose(rounds, &run, &finding->more[k], &choices);
        }
    }
    rounds->is_cancelled = rounds->is_cancelled || run.is_cancelled;
    run_end(&run);
    return choices;
}

/* ---- trying ------------------------------------------------------------------------------- */

/* Accepted fixes and those of the range, tried together. */
static Str try_range(Rounds *rounds, Trial *trial, const ChoiceList *choices, const bool *accepted,
                     Range range, Document **after) {
    ChoiceList together = {0};
    for (uint32_t i = 0; i < choices->count; i++) {
        if (accepted[i] || (i >= range.start && i < range.end)) {
            ARRAY_PUSH(&together, choices->items[i]);
        }
    }
    Str reason = choice_list_judge(trial, together.items, together.count, after, rounds->mem);
    ARRAY_RELEASE(&together);
    return reason;
}

static void accept(Rounds *rounds, const ChoiceList *choices, bool *accepted, Range range) {
    for (uint32_t i = range.start; i < range.end; i++) {
        const Choice *choice = &choices->items[i];
        accepted[i] = true;
        FixedFinding fixed = {*choice->finding, choice->fix.title, choice->fix.safety,
                              rounds->round};
        ARRAY_PUSH(&rounds->fixed, fixed);
    }
}

static void refuse(Rounds *rounds, const Choice *choice, Str reason) {
    Refusal refusal = {choice->fix.title, reason};
    ARRAY_PUSH(&rounds->refused, ((RefusedFix){*choice->finding, refusal}));
}

/* All at once; halves of what fails, down to the single fix that is to blame. The document after
 * the accepted ones, held by the caller, or NULL when there is none. */
static Document *try_choices(Rounds *rounds, Trial *trial, const ChoiceList *choices) {
    bool *accepted = ARENA_ARRAY(rounds->mem, bool, choices->count);
    RangeList open = {0};
    ARRAY_PUSH(&open, ((Range){0, choices->count}));
    Document *best = NULL;
    while (open.count && !trial->is_cancelled) {
        Range range = open.items[--open.count];
        Document *after = NULL;
        Str reason = try_range(rounds, trial, choices, accepted, range, &after);
        if (reason.len == 0) {
            document_release(best);
            best = after;
            accept(rounds, choices, accepted, range);
        } else if (range.end - range.start == 1) {
            refuse(rounds, &choices->items[range.start], reason);
        } else {
            uint32_t middle = range.start + (range.end - range.start) / 2;
            ARRAY_PUSH(&open, ((Range){middle, range.end}));
            ARRAY_PUSH(&open, ((Range){range.start, middle}));
        }
    }
    ARRAY_RELEASE(&open);
    rounds->is_cancelled = rounds->is_cancelled || trial->is_cancelled;
    return best;
}

/* ---- rounds ------------------------------------------------------------------------------- */

/* True when something was fixed and another round may find more. */
static bool run_round(Rounds *rounds) {
    rounds->refused.count = 0;
    rounds->has_wide = false;
    rounds->request.analysis.document = rounds->document;
    Analysis analysis = analyze(rounds->analyzer, &rounds->request.analysis, rounds->mem);
    if (analysis.status < 0) {
        rounds->is_cancelled = true;
        return false;
    }
    ChoiceList choices = choose_all(rounds, &analysis);
    choice_list_drop_overlaps(&choices, NULL);
    Document *after = NULL;
    if (choices.count && !rounds->is_cancelled) {
        Trial trial;
        trial_begin(&trial, rounds->analyzer, &rounds->request, rounds->document);
        after = try_choices(rounds, &trial, &choices);
        trial_end(&trial);
    }
    ARRAY_RELEASE(&choices);
    if (!after || rounds->is_cancelled) {
        document_release(after);
        return false;
    }
    document_release(rounds->document);
    rounds->document = after;
    rounds->round++;
    return true;
}

static FixAllResult hand_over(Rounds *rounds, Str text_before) {
    FixAllResult result = {.status = rounds->is_cancelled ? STATUS_CANCELLED : STATUS_OK};
    Arena *mem = rounds->mem;
    if (rounds->is_cancelled) {
        result.text = text_before;
        return result;
    }
    result.text = arena_copy(mem, rounds->document->source.text);
    result.changed = !str_equal(result.text, text_before);
    FixedFinding *fixed = ARENA_ARRAY(mem, FixedFinding, rounds->fixed.count);
    for (uint32_t i = 0; i < rounds->fixed.count; i++) {
        fixed[i] = rounds->fixed.items[i];
    }
    RefusedFix *refused = ARENA_ARRAY(mem, RefusedFix, rounds->refused.count);
    for (uint32_t i = 0; i < rounds->refused.count; i++) {
        refused[i] = rounds->refused.items[i];
    }
    result.fixed = fixed;
    result.fixed_count = rounds->fixed.count;
    result.refused = refused;
    result.refused_count = rounds->refused.count;
    return result;
}

FixAllResult engine_fix_all(Analyzer *analyzer, const FixRequest *request, const FixPolicy *policy,
                            Arena *mem) {
    Rounds rounds = {.analyzer = analyzer, .request = *request, .policy = policy, .mem = mem};
    rounds.request.analysis.is_uncapped = true;
    Str text_before = request->analysis.document->source.text;
    /* Rounds look at the file again and again: without a store, one for as long as they take. */
    UnitStore *given = analyzer->setup.store;
    UnitStore *own = given ? NULL : unit_store_new(0);
    analyzer->setup.store = given ? given : own;
    rounds.document = document_edit(request->analysis.document, (Span){0, 0}, STR(""));
    bool goes_on = true;
    while (goes_on && rounds.round < FIX_ROUNDS_MAX) {
        goes_on = run_round(&rounds);
    }
    FixAllResult result = hand_over(&rounds, text_before);
    result.exhausted = goes_on;
    result.has_wide = rounds.has_wide && result.status == STATUS_OK;
    document_release(rounds.document);
    analyzer->setup.store = given;
    project_view_forget_laid(analyzer->view); /* holds versions with entries of `own` */
    unit_store_free(own);
    ARRAY_RELEASE(&rounds.fixed);
    ARRAY_RELEASE(&rounds.refused);
    return result;
}
