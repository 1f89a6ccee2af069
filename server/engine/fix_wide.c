/* Knows how fixes over several files are put in force one after another; what makes one acceptable
 * stands in engine/trial.c. */
#include "engine/fix_group.h"
#include "engine/run.h"

typedef struct RefusedList ARRAY_OF(RefusedFix) RefusedList;
typedef struct FixedList ARRAY_OF(FixedFinding) FixedList;

typedef struct Wide {
    Analyzer *analyzer;
    FixRequest request; /* of the state at hand */
    FileId own;
    const FixPolicy *policy;
    LaidDocuments *now;
    Arena *mem;
    FixedList fixed;
    RefusedList refused; /* of the state at hand */
    bool is_cancelled;
} Wide;

/* Takes over the hold on the document. */
static void put_in_force(LaidDocuments *now, LaidDocument changed) {
    uint32_t at = 0;
    while (at < now->count && now->items[at].file < changed.file) {
        at++;
    }
    if (at < now->count && now->items[at].file == changed.file) {
        document_release((Document *)now->items[at].document);
        now->items[at] = changed;
        return;
    }
    ARRAY_RESERVE(now, 1);
    memmove(&now->items[at + 1], &now->items[at], (now->count - at) * sizeof *now->items);
    now->items[at] = changed;
    now->count++;
}

/* The request's document and what lies around it are the newest. What is learnt about a version is
 * kept with it: the snapshot's own stays out of this. */
static void take_state(Wide *wide) {
    AnalyzeRequest *request = &wide->request.analysis;
    if (!laid_documents_find(wide->now->items, wide->now->count, wide->own)) {
        const Document *given = request->snapshot->documents[wide->own];
        LaidDocument own = {wide->own, document_edit(given, (Span){0, 0}, STR(""))};
        put_in_force(wide->now, own);
    }
    request->document = laid_documents_find(wide->now->items, wide->now->count, wide->own);
    request->laid = wide->now->items;
    request->laid_count = wide->now->count;
}

/* The first fix that passes is put in force. */
static bool try_fixes(Wide *wide, Trial *trial, const Finding *finding, const FixSet *set) {
    const Fix *fix = fix_policy_next(wide->policy, set, NULL);
    if (!fix || !fix_is_wide(fix)) {
        return false;
    }
    for (; fix && !trial->is_cancelled; fix = fix_policy_next(wide->policy, set, fix)) {
        LaidDocuments after = {0};
        Str reason = trial_judge_fix(trial, fix, finding->rule, &after, wide->mem);
        if (reason.len) {
            Refusal refusal = {fix->title, reason};
            ARRAY_PUSH(&wide->refused, ((RefusedFix){*finding, refusal}));
            continue;
        }
        for (uint32_t i = 0; i < after.count; i++) {
            put_in_force(wide->now, after.items[i]);
        }
        ARRAY_RELEASE(&after);
        FixedFinding fixed = {*finding, fix->title, fix->safety, wide->fixed.count};
        ARRAY_PUSH(&wide->fixed, fixed);
        return true;
    }
    return false;
}

static BuiltFixes build(Wide *wide, const Finding *finding) {
    Run run;
    run_begin(&run, wide->analyzer, &wide->request.analysis);
    const RuleImplementation *rule = wide->analyzer->setup.rules.rows[finding->rule];
    RuleContext context = run_context(&run, finding->unit, wide->mem);
    BuiltFixes built = fix_build(rule, &context, finding);
    run_end(&run);
    return built;
}

static bool try_finding(Wide *wide, Trial *trial, const Finding *finding) {
    bool is_done = false;
    for (uint32_t i = 0; i <= finding->more_count && !is_done && !trial->is_cancelled; i++) {
        const Finding *one = i == 0 ? finding : &finding->more[i - 1];
        BuiltFixes built = build(wide, one);
        is_done = try_fixes(wide, trial, one, &built.set);
    }
    return is_done;
}

/* True when a fix was put in force: then all is to be looked at again. */
static bool fix_one(Wide *wide) {
    take_state(wide);
    wide->refused.count = 0;
    Analysis analysis = analyze(wide->analyzer, &wide->request.analysis, wide->mem);
    wide->is_cancelled = analysis.status < 0;
    if (wide->is_cancelled) {
        return false;
    }
    Document *document = document_retain((Document *)wide->request.analysis.document);
    Trial trial;
    trial_begin(&trial, wide->analyzer, &wide->request, document);
    bool is_done = false;
    for (uint32_t i = 0; i < analysis.finding_count && !is_done && !trial.is_cancelled; i++) {
        if (fix_policy_wants(wide->policy, &analysis.findings[i])) {
            is_done = try_finding(wide, &trial, &analysis.findings[i]);
        }
    }
    wide->is_cancelled = trial.is_cancelled;
    trial_end(&trial);
    document_release(document);
    return is_done && !wide->is_cancelled;
}

static WideFixes results_of(const Wide *wide) {
    FixedFinding *fixed = ARENA_ARRAY(wide->mem, FixedFinding, wide->fixed.count);
    for (uint32_t i = 0; i < wide->fixed.count; i++) {
        fixed[i] = wide->fixed.items[i];
    }
    RefusedFix *refused = ARENA_ARRAY(wide->mem, RefusedFix, wide->refused.count);
    for (uint32_t i = 0; i < wide->refused.count; i++) {
        refused[i] = wide->refused.items[i];
    }
    return (WideFixes){.status = wide->is_cancelled ? STATUS_CANCELLED : STATUS_OK,
                       .fixed = fixed,
                       .fixed_count = wide->fixed.count,
                       .refused = refused,
                       .refused_count = wide->refused.count};
}

WideFixes engine_fix_wide(Analyzer *analyzer, const FixRequest *request, const FixPolicy *policy,
                          LaidDocuments *now, Arena *mem) {
    const AnalyzeRequest *analysis = &request->analysis;
    Wide wide = {
        .analyzer = analyzer, .request = *request, .policy = policy, .now = now, .mem = mem};
    wide.own = analysis->snapshot
                   ? project_index_find(analysis->snapshot->index, analysis->document->path)
                   : FILE_NONE;
    if (wide.own == FILE_NONE) {
        return (WideFixes){.status = STATUS_OK};
    }
    wide.request.analysis.is_uncapped = true;
    bool goes_on = true;
    while (goes_on && wide.fixed.count < WIDE_FIXES_MAX) {
        goes_on = fix_one(&wide);
    }
    WideFixes result = results_of(&wide);
    result.exhausted = goes_on;
    ARRAY_RELEASE(&wide.fixed);
    ARRAY_RELEASE(&wide.refused);
    return result;
}
