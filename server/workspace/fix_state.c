/* Knows how a project is looked at with fixes in force; knows nothing about how fixes are made. */
#include "workspace/fix_state.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/rule_set.h"

#include <stdlib.h>

/* ---- the state after ------------------------------------------------------------------------ */

typedef struct StateRun {
    ScanResult *state;
    Analyzer *const *analyzers;
    const bool *is_changed; /* by snapshot */
} StateRun;

/* What is learnt about a document is kept with it, in the store of the fixes: the scan's own stay
 * out of this. */
static Document *own_version(const Document *document) {
    return document_edit(document, (Span){0, 0}, STR(""));
}

static ScannedFile *copy_files(const ScannedFile *from, uint32_t count,
                               const FixFilesResult *fixed) {
    ScannedFile *files = memory_allocate_zeroed(count > 0 ? count : 1, sizeof *files);
    for (uint32_t i = 0; i < count; i++) {
        const FixedFile *change = fixed ? &fixed->files[i] : NULL;
        files[i].input = from[i].input;
        files[i].stamp = from[i].stamp;
        if (from[i].document == NULL) {
            continue;
        }
        bool is_changed = change && change->scanned && change->result.changed;
        files[i].document =
            is_changed ? document_replace(from[i].document, change->result.text) : NULL;
        if (files[i].document == NULL) {
            files[i].document = own_version(from[i].document);
        }
    }
    return files;
}

static void look_job(void *data, uint32_t job, uint32_t worker) {
    const StateRun *run = data;
    ScannedFile *file = &run->state->files[job];
    if (file->document == NULL || !run->is_changed[file->snapshot - run->state->snapshots.items]) {
        return;
    }
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(file->input, &selection, &options);
    AnalyzeRequest request = {
        .document = file->document, .selection = &selection, .snapshot = file->snapshot};
    Analysis analysis = analyze(run->analyzers[worker], &request, &run->state->arenas[worker]);
    file->findings = analysis.findings;
    file->finding_count = analysis.finding_count;
}

/* A file that is alone in its project has reached its fixpoint. */
static bool *changed_snapshots(const ScanResult *state, const FixFilesResult *fixed) {
    bool *is_changed = memory_allocate_zeroed(state->snapshots.count + 1, sizeof *is_changed);
    for (uint32_t i = 0; i < state->file_count; i++) {
        const ScannedFile *file = &state->files[i];
        bool is_changed_file = fixed->files[i].scanned && fixed->files[i].result.changed;
        if (file->document && is_changed_file && file->snapshot->count > 1) {
            is_changed[file->snapshot - state->snapshots.items] = true;
        }
    }
    return is_changed;
}

static void number_snapshots(Snapshots *snapshots, uint32_t number) {
    for (uint32_t i = 0; i < snapshots->count; i++) {
        Snapshot *snapshot = &snapshots->items[i];
        snapshot->key += (uint64_t)number << 32;
        snapshot->serial = snapshot->base_serial = snapshot->key;
    }
}

void fix_state_after(ScanResult *out, const FixFilesRequest *request, const FixFilesResult *fixed,
                     const FixLook *look) {
    const ScanResult *before = request->scanned;
    *out = (ScanResult){
        .files = copy_files(before->files, before->file_count, fixed),
        .file_count = before->file_count,
        .around = copy_files(before->around, before->around_count, NULL),
        .around_count = before->around_count,
        .arenas = memory_allocate_zeroed(look->workers, sizeof *out->arenas),
        .arena_count = look->workers,
    };
    for (uint32_t i = 0; i < look->workers; i++) {
        arena_init(&out->arenas[i]);
    }
    scan_join_projects(out);
    number_snapshots(&out->snapshots, look->number);
    bool *is_changed = changed_snapshots(out, fixed);
    StateRun run = {out, look->analyzers, is_changed};
    pool_run(look->workers, out->file_count, look_job, &run);
    free(is_changed);
}

/* ---- what is worse -------------------------------------------------------------------------- */

static void count_shown(const ScannedFile *file, uint32_t *counts) {
    memset(counts, 0, RULE_COUNT * sizeof *counts);
    for (uint32_t i = 0; i < file->finding_count; i++) {
        counts[file->findings[i].rule] += 1 + file->findings[i].more_count;
    }
}

static bool is_more(const uint32_t *after, const uint32_t *before) {
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        if (after[rule] > before[rule]) {
            return true;
        }
    }
    return false;
}

static void count_raw(Analyzer *analyzer, const ScannedFile *file, const RuleSelection *selection,
                      uint32_t *counts, Arena *mem) {
    Document *version = own_version(file->document);
    AnalyzeRequest request = {
        .document = version, .selection = selection, .snapshot = file->snapshot};
    Analysis analysis = analyze(analyzer, &request, mem);
    memcpy(counts, analysis.raw_counts, sizeof analysis.raw_counts);
    document_release(version);
}

WorseFiles fix_state_worse(const FixFilesRequest *request, const ScanResult *after,
                           Analyzer *analyzer, Arena *mem) {
    WorseFiles worse = {.items = ARENA_ARRAY(mem, WorseFile *, after->file_count)};
    for (uint32_t i = 0; i < after->file_count; i++) {
        const ScannedFile *old = &request->scanned->files[i];
        const ScannedFile *now = &after->files[i];
        uint32_t shown_before[RULE_COUNT];
        uint32_t counts[RULE_COUNT];
        if (now->document == NULL || now->finding_count == 0) {
            continue;
        }
        count_shown(old, shown_before);
        count_shown(now, counts);
        if (!is_more(counts, shown_before)) {
            continue;
        }
        WorseFile *file = ARENA_NEW(mem, WorseFile);
        file->place = i;
        rule_set_select(now->input, &file->selection, &file->options);
        count_raw(analyzer, old, &file->selection, file->counts, mem);
        count_raw(analyzer, now, &file->selection, counts, mem);
        if (is_more(counts, file->counts)) {
            worse.items[worse.count++] = file;
        }
    }
    return worse;
}

/* ---- who is to blame ------------------------------------------------------------------------ */

typedef struct Changes {
    LaidDocuments laid; /* held, by file */
    struct ARRAY_OF(uint32_t) places;
} Changes;

static Changes changes_of(const FixFilesRequest *request, const FixFilesResult *fixed,
                          const Snapshot *snapshot) {
    Changes changes = {0};
    for (uint32_t i = 0; i < request->scanned->file_count; i++) {
        const ScannedFile *file = &request->scanned->files[i];
        const FixedFile *change = &fixed->files[i];
        bool is_changed = change->scanned && change->result.changed && file->snapshot == snapshot;
        Document *document =
            is_changed ? document_replace(file->document, change->result.text) : NULL;
        if (document == NULL) {
            continue;
        }
        LaidDocument laid = {project_index_find(snapshot->index, document->path), document};
        uint32_t at = changes.laid.count;
        ARRAY_PUSH(&changes.laid, laid);
        ARRAY_PUSH(&changes.places, i);
        for (; at > 0 && changes.laid.items[at - 1].file > laid.file; at--) {
            changes.laid.items[at] = changes.laid.items[at - 1];
            changes.places.items[at] = changes.places.items[at - 1];
        }
        changes.laid.items[at] = laid;
        changes.places.items[at] = i;
    }
    return changes;
}

/* With the first `count` changes made. */
static bool is_worse_with(const FixFilesRequest *request, const WorseFile *worse,
                          const Changes *changes, uint32_t count, Analyzer *analyzer, Arena *mem) {
    const ScannedFile *file = &request->scanned->files[worse->place];
    FileId own = project_index_find(file->snapshot->index, file->document->path);
    const Document *laid = laid_documents_find(changes->laid.items, count, own);
    Document *version = own_version(laid ? laid : file->document);
    AnalyzeRequest request_with = {
        .document = version,
        .selection = &worse->selection,
        .snapshot = file->snapshot,
        .laid = changes->laid.items,
        .laid_count = count,
    };
    Analysis analysis = analyze(analyzer, &request_with, mem);
    bool is_worse = is_more(analysis.raw_counts, worse->counts);
    document_release(version);
    return is_worse;
}

uint32_t fix_state_culprit(const FixFilesRequest *request, const FixFilesResult *fixed,
                           const WorseFile *worse, Analyzer *analyzer, Arena *mem) {
    const Snapshot *snapshot = request->scanned->files[worse->place].snapshot;
    Changes changes = changes_of(request, fixed, snapshot);
    uint32_t low = 0;
    uint32_t high = changes.laid.count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (is_worse_with(request, worse, &changes, middle, analyzer, mem)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    uint32_t culprit = high > 0 ? changes.places.items[high - 1] : worse->place;
    for (uint32_t i = 0; i < changes.laid.count; i++) {
        document_release((Document *)changes.laid.items[i].document);
    }
    ARRAY_RELEASE(&changes.laid);
    ARRAY_RELEASE(&changes.places);
    return culprit;
}
