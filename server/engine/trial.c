/* Knows what makes a fix acceptable; knows nothing about how fixes are built or chosen. */
#include "engine/trial.h"

#include "engine/run.h"

static AnalyzeRequest request_for(const Trial *trial, const Document *document) {
    AnalyzeRequest request = trial->request->analysis;
    request.document = document;
    request.selection = &trial->selection;
    return request;
}

static Analysis look(Trial *trial, const Document *document, Arena *mem) {
    AnalyzeRequest request = request_for(trial, document);
    Analysis analysis = analyze(trial->analyzer, &request, mem);
    trial->is_cancelled = trial->is_cancelled || analysis.status < 0;
    return analysis;
}

/* All default rules judge, also those that were not asked for. */
static RuleSelection with_defaults(const RuleSelection *selection) {
    RuleSelection all = *selection;
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        all.enabled[rule] = all.enabled[rule] || rule_runs_by_default((RuleId)rule);
    }
    return all;
}

void trial_begin(Trial *trial, Analyzer *analyzer, const FixRequest *request,
                 const Document *document) {
    *trial = (Trial){.analyzer = analyzer, .request = request};
    trial->selection = with_defaults(request->analysis.selection);
    trial->before = document_edit(document, (Span){0, 0}, STR(""));
    Arena mem;
    arena_init(&mem);
    Analysis analysis = look(trial, trial->before, &mem);
    memcpy(trial->counts, analysis.raw_counts, sizeof trial->counts);
    arena_release(&mem);
}

void trial_end(Trial *trial) {
    document_release(trial->before);
}

/* ---- judging ------------------------------------------------------------------------------ */

/* Broken nodes of the units between the first `head` and the last `tail` ones: also of units that
 * no rule asks for. */
static uint32_t count_broken(Trial *trial, const Document *document, uint32_t head, uint32_t tail) {
    AnalyzeRequest request = request_for(trial, document);
    Run run;
    run_begin(&run, trial->analyzer, &request);
    uint32_t broken = 0;
    for (UnitId unit = head; unit + tail < run.outline->unit_count; unit++) {
        broken += run_load(&run, unit)->broken_count;
    }
    trial->is_cancelled = trial->is_cancelled || run.is_cancelled;
    run_end(&run);
    return broken;
}

static Str judge_counts(const uint32_t *before, const uint32_t *after, const uint32_t *wanted,
                        Arena *mem) {
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        Str id = rule_info((RuleId)rule)->id;
        if (after[rule] > before[rule]) {
            return arena_format(mem, "the result would have a new finding of %.*s", STR_ARG(id));
        }
        if (after[rule] + wanted[rule] > before[rule]) {
            return STR("the finding would remain");
        }
    }
    return STR("");
}

static Str judge_document(Trial *trial, const Document *before, const uint32_t *counts,
                          const Document *after, const uint32_t *wanted, Arena *mem) {
    uint32_t head = after->memory->kept_head;
    uint32_t tail = after->memory->kept_tail;
    uint32_t old_broken = count_broken(trial, before, head, tail);
    if (count_broken(trial, after, head, tail) > old_broken) {
        return STR("the result would not parse");
    }
    Analysis analysis = look(trial, after, mem);
    if (trial->is_cancelled) {
        return STR("cancelled");
    }
    return judge_counts(counts, analysis.raw_counts, wanted, mem);
}

static Document *apply(const Document *before, const EditList *edits) {
    Buf text;
    buf_init(&text, SOURCE_BYTES_MAX);
    edit_list_apply(edits, before->source.text, &text);
    Document *after = text.overflowed ? NULL : document_replace(before, buf_str(&text));
    buf_release(&text);
    return after;
}

Str trial_judge(Trial *trial, const EditList *edits, const uint32_t *wanted, Document **after,
                Arena *mem) {
    Document *edited = apply(trial->before, edits);
    if (!edited) {
        return STR("the result would be too large");
    }
    Str reason = judge_document(trial, trial->before, trial->counts, edited, wanted, mem);
    if (reason.len == 0 && after) {
        *after = edited;
    } else {
        document_release(edited);
    }
    return reason;
}

/* Another file of the same fix: it may not get worse. */
static Str judge_elsewhere(Trial *trial, const FileEdits *edits, Arena *mem) {
    const Documents *others = trial->request->others;
    const Document *found = others ? others->find(others->context, edits->path) : NULL;
    if (!found) {
        return arena_format(mem, "%.*s cannot be edited from here", STR_ARG(edits->path));
    }
    Document *before = document_edit(found, (Span){0, 0}, STR(""));
    Document *after = apply(before, &edits->edits);
    Str reason = STR("the result would be too large");
    if (after) {
        static const uint32_t none[RULE_COUNT + 1] = {0};
        Analysis analysis = look(trial, before, mem);
        reason = judge_document(trial, before, analysis.raw_counts, after, none, mem);
    }
    document_release(after);
    document_release(before);
    return reason;
}

Str trial_judge_fix(Trial *trial, const Fix *fix, RuleId rule, Arena *mem) {
    uint32_t wanted[RULE_COUNT + 1] = {0};
    wanted[rule] = 1;
    static const EditList no_edits;
    const EditList *own = &no_edits;
    for (uint32_t i = 0; i < fix->file_count; i++) {
        if (fix->files[i].path.len == 0) {
            own = &fix->files[i].edits;
            continue;
        }
        Str reason = judge_elsewhere(trial, &fix->files[i], mem);
        if (reason.len) {
            return reason;
        }
    }
    return trial_judge(trial, own, wanted, NULL, mem);
}
