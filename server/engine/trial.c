/* Knows what makes a fix acceptable; knows nothing about how fixes are built or chosen. */
#include "engine/trial.h"

#include "engine/run.h"

#include <stdlib.h>

static AnalyzeRequest request_for(const Trial *trial, const Document *document) {
    AnalyzeRequest request = trial->request->analysis;
    request.document = document;
    request.selection = &trial->selection;
    request.laid = trial->laid;
    request.laid_count = trial->laid_count;
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
    trial->laid = request->analysis.laid;
    trial->laid_count = request->analysis.laid_count;
    trial->before = document_edit(document, (Span){0, 0}, STR(""));
    Arena mem;
    arena_init(&mem);
    Analysis analysis = look(trial, trial->before, &mem);
    memcpy(trial->counts, analysis.raw_counts, sizeof trial->counts);
    arena_init(&trial->mem);
    RawReport *raw = ARENA_ARRAY(&trial->mem, RawReport, analysis.raw_total);
    for (uint32_t i = 0; i < analysis.raw_total; i++) {
        raw[i] = analysis.raw[i];
    }
    trial->raw = raw;
    trial->raw_total = analysis.raw_total;
    trial->unit_count = analysis.unit_count;
    arena_release(&mem);
}

void trial_end(Trial *trial) {
    document_release(trial->before);
    arena_release(&trial->mem);
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

/* How many of `sorted` from *at on are `report`; *at goes past them. */
static uint32_t count_same(const RawReport *sorted, uint32_t count, RawReport report,
                           uint32_t *at) {
    while (*at < count && (sorted[*at].unit < report.unit ||
                           (sorted[*at].unit == report.unit && sorted[*at].rule < report.rule))) {
        (*at)++;
    }
    uint32_t first = *at;
    while (*at < count && sorted[*at].unit == report.unit && sorted[*at].rule == report.rule) {
        (*at)++;
    }
    return *at - first;
}

/* Each wanted finding is gone from its own unit; while the units are the same ones. */
static bool all_left_their_unit(const Trial *trial, const Analysis *after, const RawReport *wanted,
                                uint32_t wanted_count) {
    if (after->unit_count != trial->unit_count) {
        return true;
    }
    uint32_t old_at = 0;
    uint32_t new_at = 0;
    for (uint32_t i = 0; i < wanted_count;) {
        RawReport report = wanted[i];
        uint32_t asked = count_same(wanted, wanted_count, report, &i);
        uint32_t old = count_same(trial->raw, trial->raw_total, report, &old_at);
        uint32_t left = count_same(after->raw, after->raw_total, report, &new_at);
        if (left + asked > old) {
            return false;
        }
    }
    return true;
}

static Str judge_document(Trial *trial, const Document *before, const uint32_t *counts,
                          const Document *after, const uint32_t *wanted, Analysis *analysis,
                          Arena *mem) {
    uint32_t head = after->memory->kept_head;
    uint32_t tail = after->memory->kept_tail;
    uint32_t old_broken = count_broken(trial, before, head, tail);
    if (count_broken(trial, after, head, tail) > old_broken) {
        return STR("the result would not parse");
    }
    *analysis = look(trial, after, mem);
    if (trial->is_cancelled) {
        return STR("cancelled");
    }
    return judge_counts(counts, analysis->raw_counts, wanted, mem);
}

static Document *apply(const Document *before, const EditList *edits) {
    Buf text;
    buf_init(&text, SOURCE_BYTES_MAX);
    edit_list_apply(edits, before->source.text, &text);
    Document *after = text.overflowed ? NULL : document_replace(before, buf_str(&text));
    buf_release(&text);
    return after;
}

/* A file of a fix. */
typedef struct Touched {
    FileId file;
    bool is_own; /* the finding's */
    EditList edits;
    Document *before; /* held, both */
    Document *after;
} Touched;

typedef struct TouchedList {
    Touched *items;
    uint32_t count;
} TouchedList;

static FileId find_file(const AnalyzeRequest *request, Str path) {
    return request->snapshot ? project_index_find(request->snapshot->index, path) : FILE_NONE;
}

static void lay_result(Trial *trial, const TouchedList *list, Arena *mem);

/* Files that the fix does not touch, but whose findings may depend on what it does. */
static Str judge_watched(Trial *trial, const TouchedList *list, Arena *mem) {
    Str reason = STR("");
    lay_result(trial, list, mem);
    for (uint32_t i = 0; i < trial->request->watched_count && reason.len == 0; i++) {
        const WatchedFile *watched = &trial->request->watched[i];
        AnalyzeRequest request = trial->request->analysis;
        const Document *laid = laid_documents_find(trial->laid, trial->laid_count, watched->file);
        Document *version = document_edit(laid ? laid : request.snapshot->documents[watched->file],
                                          (Span){0, 0}, STR(""));
        request.document = version;
        request.selection = watched->selection;
        request.laid = trial->laid;
        request.laid_count = trial->laid_count;
        Analysis analysis = analyze(trial->analyzer, &request, mem);
        trial->is_cancelled = trial->is_cancelled || analysis.status < 0;
        for (uint32_t rule = 0; rule < RULE_COUNT && analysis.status == STATUS_OK; rule++) {
            if (analysis.raw_counts[rule] > watched->counts[rule]) {
                reason = arena_format(mem, "%.*s would have a new finding of %.*s",
                                      STR_ARG(version->path), STR_ARG(rule_info((RuleId)rule)->id));
                break;
            }
        }
        document_release(version);
    }
    trial->laid = trial->request->analysis.laid;
    trial->laid_count = trial->request->analysis.laid_count;
    return reason;
}

static Str judge_watched_alone(Trial *trial, Document *edited, Arena *mem) {
    if (trial->request->watched_count == 0) {
        return STR("");
    }
    Touched own = {.file = find_file(&trial->request->analysis, edited->path), .after = edited};
    return judge_watched(trial, &(TouchedList){&own, 1}, mem);
}

Str trial_judge(Trial *trial, const EditList *edits, const RawReport *wanted, uint32_t wanted_count,
                Document **after, Arena *mem) {
    uint32_t counts[RULE_COUNT] = {0};
    for (uint32_t i = 0; i < wanted_count; i++) {
        counts[wanted[i].rule]++;
    }
    Document *edited = apply(trial->before, edits);
    if (!edited) {
        return STR("the result would be too large");
    }
    Analysis analysis;
    Str reason =
        judge_document(trial, trial->before, trial->counts, edited, counts, &analysis, mem);
    if (reason.len == 0 && !all_left_their_unit(trial, &analysis, wanted, wanted_count)) {
        reason = STR("the finding would remain");
    }
    reason = reason.len == 0 ? judge_watched_alone(trial, edited, mem) : reason;
    if (reason.len == 0 && after) {
        *after = edited;
    } else {
        document_release(edited);
    }
    return reason;
}

/* ---- several files -------------------------------------------------------------------------- */

static const Document *document_now(const AnalyzeRequest *request, FileId file) {
    const Document *laid = laid_documents_find(request->laid, request->laid_count, file);
    return laid ? laid : request->snapshot->documents[file];
}

static Str touch(Trial *trial, Touched *touched, Arena *mem, Str path) {
    if (touched->is_own) {
        touched->before = document_retain(trial->before);
    } else if (touched->file != FILE_NONE) {
        const Document *now = document_now(&trial->request->analysis, touched->file);
        touched->before = document_edit(now, (Span){0, 0}, STR(""));
    } else {
        return arena_format(mem, "%.*s cannot be edited from here", STR_ARG(path));
    }
    touched->after = apply(touched->before, &touched->edits);
    return touched->after ? STR("") : STR("the result would be too large");
}

/* The finding's own file is among them, though the fix may leave it as it is. */
static Str touch_all(Trial *trial, const Fix *fix, TouchedList *list, Arena *mem) {
    const AnalyzeRequest *request = &trial->request->analysis;
    Str own_path = request->document->path;
    bool has_own = false;
    list->items = ARENA_ARRAY(mem, Touched, fix->file_count + 1);
    for (uint32_t i = 0; i <= fix->file_count; i++) {
        if (i == fix->file_count && has_own) {
            break;
        }
        bool is_last = i == fix->file_count;
        Str path = is_last || fix->files[i].path.len == 0 ? own_path : fix->files[i].path;
        Touched *touched = &list->items[list->count++];
        touched->file = find_file(request, path);
        touched->is_own = str_equal(path, own_path);
        touched->edits = is_last ? (EditList){0} : fix->files[i].edits;
        has_own = has_own || touched->is_own;
        Str reason = touch(trial, touched, mem, path);
        if (reason.len) {
            return reason;
        }
    }
    return STR("");
}

static int compare_laid(const void *a, const void *b) {
    FileId left = ((const LaidDocument *)a)->file;
    FileId right = ((const LaidDocument *)b)->file;
    return (left > right) - (left < right);
}

/* What the request lays over, with the result of the fix in its place. */
static void lay_result(Trial *trial, const TouchedList *list, Arena *mem) {
    const AnalyzeRequest *request = &trial->request->analysis;
    LaidDocument *laid = ARENA_ARRAY(mem, LaidDocument, request->laid_count + list->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->count && request->snapshot; i++) {
        if (list->items[i].file != FILE_NONE) {
            laid[count++] = (LaidDocument){list->items[i].file, list->items[i].after};
        }
    }
    uint32_t touched = count;
    for (uint32_t i = 0; i < request->laid_count; i++) {
        bool is_touched = false;
        for (uint32_t k = 0; k < touched; k++) {
            is_touched = is_touched || laid[k].file == request->laid[i].file;
        }
        if (!is_touched) {
            laid[count++] = request->laid[i];
        }
    }
    if (count > 1) {
        qsort(laid, count, sizeof *laid, compare_laid);
    }
    trial->laid = laid;
    trial->laid_count = count;
}

/* Other files may not get worse; in its own the finding has to go. */
static Str judge_all(Trial *trial, const TouchedList *list, RuleId rule, Arena *mem) {
    uint32_t(*counts)[RULE_COUNT] = arena_allocate(mem, (list->count + 1) * sizeof *counts);
    for (uint32_t i = 0; i < list->count; i++) {
        const Touched *touched = &list->items[i];
        if (touched->is_own) {
            memcpy(counts[i], trial->counts, sizeof counts[i]);
        } else {
            Analysis analysis = look(trial, touched->before, mem);
            memcpy(counts[i], analysis.raw_counts, sizeof counts[i]);
        }
    }
    lay_result(trial, list, mem);
    Str reason = STR("");
    for (uint32_t i = 0; i < list->count && reason.len == 0; i++) {
        const Touched *touched = &list->items[i];
        uint32_t wanted[RULE_COUNT + 1] = {0};
        wanted[rule] = touched->is_own;
        Analysis analysis;
        reason = judge_document(trial, touched->before, counts[i], touched->after, wanted,
                                &analysis, mem);
    }
    trial->laid = trial->request->analysis.laid;
    trial->laid_count = trial->request->analysis.laid_count;
    return reason;
}

static void hand_over(const TouchedList *list, LaidDocuments *after) {
    for (uint32_t i = 0; i < list->count; i++) {
        const Touched *touched = &list->items[i];
        ARRAY_PUSH(after, ((LaidDocument){touched->file, document_retain(touched->after)}));
    }
}

Str trial_judge_fix(Trial *trial, const Fix *fix, RuleId rule, LaidDocuments *after, Arena *mem) {
    TouchedList list = {NULL, 0};
    Str reason = touch_all(trial, fix, &list, mem);
    if (reason.len == 0) {
        reason = judge_all(trial, &list, rule, mem);
    }
    if (reason.len == 0 && trial->request->watched_count > 0) {
        reason = judge_watched(trial, &list, mem);
    }
    if (reason.len == 0 && after) {
        hand_over(&list, after);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        document_release(list.items[i].before);
        document_release(list.items[i].after);
    }
    return reason;
}
