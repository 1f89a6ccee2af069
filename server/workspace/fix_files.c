/* Knows when a fixed text may go to disk. Refuses to know what a fix is. */
#include "workspace/fix_files.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/fix_state.h"
#include "workspace/rule_set.h"

/* Which scanned file is which of a snapshot. */
typedef struct FilePlaces {
    uint32_t *of_file; /* by FileId: place in the scan + 1; 0: it is not to be fixed */
} FilePlaces;

/* A pass: every file against the project as it was before, then the project is looked at again. */
typedef struct FixRun {
    const FixFilesRequest *request; /* of the pass: its scan is the state before it */
    FixFilesResult *result;
    Analyzer **analyzers;
    uint32_t workers;
    FilePlaces *places; /* by snapshot */
    WorseFiles watched; /* files that changes elsewhere have made worse */
    bool *was_refixed;  /* by place */
    uint32_t looks;     /* of all passes */
    ScanResult after;   /* the state after it, when has_after */
    bool has_after;
} FixRun;

/* What a policy is asked with. */
typedef struct FixScope {
    const FixRun *run;
    const Snapshot *snapshot;
} FixScope;

static void write_result(const FixFilesRequest *request, FixedFile *file, Arena *mem) {
    const Source *source = &file->scanned->document->source;
    const ScanText *given = request->scan->text;
    Buf bytes;
    Buf reason;
    buf_init(&bytes, 0);
    buf_init(&reason, 0);
    file->written = source_encode(source, file->result.text, &bytes, &reason);
    file->bytes = arena_copy(mem, buf_str(&bytes));
    bool on_disk = given == NULL || given->input != file->scanned->input;
    if (file->written == STATUS_OK && on_disk && !request->dry_run) {
        file->written = file_replace(file->scanned->input->absolute, file->bytes,
                                     &file->scanned->stamp, source->file_bytes, &reason);
    }
    if (file->written < 0) {
        file->trouble = arena_copy(mem, buf_str(&reason));
    }
    buf_release(&bytes);
    buf_release(&reason);
}

/* Skeletons need a person: only who names the docs rules gets them (DESIGN, Findings and fixes). */
static uint32_t allowed_safeties(const FixFilesRequest *request, const InputFile *file) {
    uint32_t safeties = request->safeties;
    if (rule_set_names(file->config, file->root_path, CATEGORY_DOCS)) {
        safeties |= 1u << SAFETY_PLACEHOLDER;
    }
    return safeties;
}

static const FilePlaces *places_of(const FixRun *run, const Snapshot *snapshot) {
    return &run->places[snapshot - run->request->scanned->snapshots.items];
}

static bool wants(void *context, const Finding *finding) {
    const FixFilesRequest *request = ((const FixScope *)context)->run->request;
    return request->wants == NULL || request->wants(request->wants_context, finding);
}

/* Only what was scanned is changed, though other files of the project are known. */
static bool may_edit(void *context, Str path) {
    const FixScope *scope = context;
    if (scope->snapshot == NULL) {
        return false;
    }
    FileId file = project_index_find(scope->snapshot->index, path);
    return file != FILE_NONE && places_of(scope->run, scope->snapshot)->of_file[file] > 0;
}

static FixPolicy policy_for(FixScope *scope, const ScannedFile *scanned) {
    return (FixPolicy){
        .safeties = allowed_safeties(scope->run->request, scanned->input),
        .wants = wants,
        .may_edit = may_edit,
        .context = scope,
    };
}

/* ---- file by file -----------------------------------------------------------------------------
 */

/* The watched files of a project, but for one. In `mem`. */
static void watch(const FixRun *run, const Snapshot *snapshot, uint32_t but, FixRequest *request,
                  Arena *mem) {
    WatchedFile *watched = ARENA_ARRAY(mem, WatchedFile, run->watched.count);
    request->watched = watched;
    for (uint32_t i = 0; i < run->watched.count; i++) {
        const WorseFile *worse = run->watched.items[i];
        const ScannedFile *file = &run->request->scanned->files[worse->place];
        if (file->snapshot == snapshot && worse->place != but) {
            watched[request->watched_count++] =
                (WatchedFile){project_index_find(snapshot->index, file->document->path),
                              &worse->selection, worse->counts};
        }
    }
}

static void fix_job(void *data, uint32_t job, uint32_t worker) {
    FixRun *run = data;
    const ScannedFile *scanned = &run->request->scanned->files[job];
    FixedFile *file = &run->result->files[job];
    if (scanned->document == NULL || scanned->finding_count == 0) {
        return;
    }
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(scanned->input, &selection, &options);
    FixRequest request = {
        .analysis = {.document = scanned->document,
                     .selection = &selection,
                     .snapshot = scanned->snapshot},
    };
    watch(run, scanned->snapshot, job, &request, &run->result->arenas[worker]);
    FixScope scope = {run, scanned->snapshot};
    FixPolicy policy = policy_for(&scope, scanned);
    file->scanned = scanned;
    file->before = scanned->document->source.text;
    file->result =
        engine_fix_all(run->analyzers[worker], &request, &policy, &run->result->arenas[worker]);
}

static void write_job(void *data, uint32_t job, uint32_t worker) {
    FixRun *run = data;
    FixedFile *file = &run->result->files[job];
    if (file->scanned != NULL && file->result.changed) {
        write_result(run->request, file, &run->result->arenas[worker]);
    }
}

/* ---- over several files -----------------------------------------------------------------------
 */

static void find_places(FixRun *run) {
    const ScanResult *scanned = run->request->scanned;
    uint32_t count = scanned->snapshots.count;
    run->places = memory_allocate_zeroed(count + 1, sizeof *run->places);
    for (uint32_t i = 0; i < count; i++) {
        run->places[i].of_file =
            memory_allocate_zeroed(scanned->snapshots.items[i].count + 1, sizeof(uint32_t));
    }
    for (uint32_t i = 0; i < scanned->file_count; i++) {
        const ScannedFile *file = &scanned->files[i];
        if (file->document != NULL) {
            FileId id = project_index_find(file->snapshot->index, file->document->path);
            places_of(run, file->snapshot)->of_file[id] = i + 1;
        }
    }
}

static void release_places(FixRun *run) {
    for (uint32_t i = 0; i < run->request->scanned->snapshots.count; i++) {
        free(run->places[i].of_file);
    }
    free(run->places);
}

/* All files of the snapshot that are not as they were. */
static LaidDocuments changed_documents(const FixRun *run, const Snapshot *snapshot) {
    LaidDocuments changed = {0};
    for (FileId file = 0; file < snapshot->count; file++) {
        uint32_t place = places_of(run, snapshot)->of_file[file];
        const FixedFile *fixed = place > 0 ? &run->result->files[place - 1] : NULL;
        Document *document = fixed != NULL && fixed->result.changed
                                 ? document_replace(fixed->scanned->document, fixed->result.text)
                                 : NULL;
        if (document != NULL) {
            ARRAY_PUSH(&changed, ((LaidDocument){file, document}));
        }
    }
    return changed;
}

static FixedFinding *join_fixed(const FixAllResult *before, const WideFixes *wide, Arena *mem) {
    FixedFinding *all = ARENA_ARRAY(mem, FixedFinding, before->fixed_count + wide->fixed_count);
    for (uint32_t i = 0; i < before->fixed_count; i++) {
        all[i] = before->fixed[i];
    }
    for (uint32_t i = 0; i < wide->fixed_count; i++) {
        all[before->fixed_count + i] = wide->fixed[i];
    }
    return all;
}

static RefusedFix *join_refused(const FixAllResult *before, const WideFixes *wide, Arena *mem) {
    RefusedFix *all = ARENA_ARRAY(mem, RefusedFix, before->refused_count + wide->refused_count);
    for (uint32_t i = 0; i < before->refused_count; i++) {
        all[i] = before->refused[i];
    }
    for (uint32_t i = 0; i < wide->refused_count; i++) {
        all[before->refused_count + i] = wide->refused[i];
    }
    return all;
}

static void fix_wide(FixRun *run, FixedFile *file, LaidDocuments *now) {
    const ScannedFile *scanned = file->scanned;
    Arena *mem = &run->result->arenas[0];
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(scanned->input, &selection, &options);
    FixRequest request = {
        .analysis = {.document = scanned->document,
                     .selection = &selection,
                     .snapshot = scanned->snapshot},
    };
    watch(run, scanned->snapshot, UINT32_MAX, &request, mem);
    FixScope scope = {run, scanned->snapshot};
    FixPolicy policy = policy_for(&scope, scanned);
    WideFixes wide = engine_fix_wide(run->analyzers[0], &request, &policy, now, mem);
    FixAllResult *result = &file->result;
    result->fixed = join_fixed(result, &wide, mem);
    result->fixed_count += wide.fixed_count;
    result->refused = join_refused(result, &wide, mem);
    result->refused_count += wide.refused_count;
    result->exhausted = result->exhausted || wide.exhausted;
}

static void take_text(FixRun *run, const Snapshot *snapshot, const LaidDocument *laid) {
    uint32_t place = places_of(run, snapshot)->of_file[laid->file] - 1;
    FixedFile *file = &run->result->files[place];
    file->scanned = &run->request->scanned->files[place];
    file->before = file->scanned->document->source.text;
    file->result.text = arena_copy(&run->result->arenas[0], laid->document->source.text);
    file->result.changed = !str_equal(file->result.text, file->before);
}

static bool has_wide(const FixRun *run) {
    bool has = false;
    for (uint32_t i = 0; i < run->result->file_count; i++) {
        has = has || run->result->files[i].result.has_wide;
    }
    return has;
}

/* One after another, in order of the files: a fix may meet what the one before it changed. */
static void fix_snapshot(FixRun *run, const Snapshot *snapshot) {
    LaidDocuments now = {0};
    bool is_begun = false;
    for (FileId id = 0; id < snapshot->count; id++) {
        uint32_t place = places_of(run, snapshot)->of_file[id];
        FixedFile *file = place > 0 ? &run->result->files[place - 1] : NULL;
        if (file != NULL && file->result.has_wide) {
            now = is_begun ? now : changed_documents(run, snapshot);
            is_begun = true;
            fix_wide(run, file, &now);
        }
    }
    for (uint32_t i = 0; i < now.count; i++) {
        take_text(run, snapshot, &now.items[i]);
        document_release((Document *)now.items[i].document);
    }
    ARRAY_RELEASE(&now);
}

static void fix_snapshots(FixRun *run) {
    const Snapshots *snapshots = &run->request->scanned->snapshots;
    for (uint32_t i = 0; i < snapshots->count; i++) {
        fix_snapshot(run, &snapshots->items[i]);
    }
}

/* ---- what it does to other files ------------------------------------------------------------- */

enum { FIX_PASSES_MAX = 8, SETTLE_TRIES_MAX = 6 };

static void forget_projects(const FixRun *run) {
    for (uint32_t i = 0; i < run->workers; i++) {
        analyzer_forget(run->analyzers[i]);
    }
}

static void look_after(FixRun *run) {
    if (run->has_after) {
        forget_projects(run);
        scan_release(&run->after);
    }
    FixLook look = {run->analyzers, run->workers, ++run->looks};
    fix_state_after(&run->after, run->request, run->result, &look);
    run->has_after = true;
}

/* True when some file has got worse; it is watched from now on. */
static bool find_worse(FixRun *run, WorseFiles *worse) {
    Arena *mem = &run->result->arenas[0];
    *worse = fix_state_worse(run->request, &run->after, run->analyzers[0], mem);
    WorseFile **all = ARENA_ARRAY(mem, WorseFile *, run->watched.count + worse->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->watched.count; i++) {
        all[count++] = run->watched.items[i];
    }
    for (uint32_t i = 0; i < worse->count; i++) {
        bool is_known = false;
        for (uint32_t k = 0; k < run->watched.count; k++) {
            is_known = is_known || all[k]->place == worse->items[i]->place;
        }
        if (!is_known) {
            all[count++] = worse->items[i];
        }
    }
    run->watched = (WorseFiles){all, count};
    return worse->count > 0;
}

/* All that was fixed in the file is refused. */
static void undo(FixRun *run, uint32_t place) {
    FixedFile *file = &run->result->files[place];
    FixAllResult *result = &file->result;
    uint32_t count = result->fixed_count + result->refused_count;
    RefusedFix *refused = ARENA_ARRAY(&run->result->arenas[0], RefusedFix, count);
    for (uint32_t i = 0; i < result->refused_count; i++) {
        refused[i] = result->refused[i];
    }
    for (uint32_t i = 0; i < result->fixed_count; i++) {
        Refusal refusal = {result->fixed[i].title, STR("another file would have a new finding")};
        refused[result->refused_count + i] = (RefusedFix){result->fixed[i].finding, refusal};
    }
    *result = (FixAllResult){.status = STATUS_OK,
                             .text = file->before,
                             .refused = refused,
                             .refused_count = count,
                             .has_wide = result->has_wide};
}

/* Once more with an eye on the files that have got worse; the second time nothing of it stays. */
static void blame(FixRun *run, uint32_t place) {
    if (run->was_refixed[place]) {
        undo(run, place);
        return;
    }
    run->was_refixed[place] = true;
    fix_job(run, place, 0);
}

static void blame_all(FixRun *run, const WorseFiles *worse) {
    Arena *mem = &run->result->arenas[0];
    bool *is_blamed = ARENA_ARRAY(mem, bool, run->result->file_count);
    for (uint32_t i = 0; i < worse->count; i++) {
        uint32_t place =
            fix_state_culprit(run->request, run->result, worse->items[i], run->analyzers[0], mem);
        if (!is_blamed[place]) {
            is_blamed[place] = true;
            blame(run, place);
        }
    }
}

static bool has_changed(const FixFilesResult *result) {
    for (uint32_t i = 0; i < result->file_count; i++) {
        if (result->files[i].scanned != NULL && result->files[i].result.changed) {
            return true;
        }
    }
    return false;
}

/* A fix adds no finding to any file of the project: what does is taken back. */
static void settle(FixRun *run) {
    WorseFiles worse;
    look_after(run);
    for (uint32_t i = 0; find_worse(run, &worse); i++) {
        if (i < SETTLE_TRIES_MAX) {
            blame_all(run, &worse);
        }
        for (uint32_t k = 0; i >= SETTLE_TRIES_MAX && k < run->result->file_count; k++) {
            if (run->result->files[k].scanned != NULL) {
                undo(run, k);
            }
        }
        look_after(run);
    }
}

/* Fixes over several files stand or fall together. */
static void fix_wide_settled(FixRun *run) {
    FixFilesResult *result = run->result;
    FixedFile *before = ARENA_ARRAY(&result->arenas[0], FixedFile, result->file_count);
    memcpy(before, result->files, result->file_count * sizeof *before);
    for (uint32_t tries = 0; tries < 2; tries++) {
        WorseFiles worse;
        fix_snapshots(run);
        look_after(run);
        if (!find_worse(run, &worse)) {
            return;
        }
        memcpy(result->files, before, result->file_count * sizeof *before);
    }
    look_after(run);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void result_init(FixFilesResult *out, uint32_t count, uint32_t workers) {
    *out = (FixFilesResult){
        .files = memory_allocate_zeroed(count > 0 ? count : 1, sizeof *out->files),
        .file_count = count,
        .arenas = memory_allocate_zeroed(workers, sizeof *out->arenas),
        .arena_count = workers,
    };
    for (uint32_t i = 0; i < workers; i++) {
        arena_init(&out->arenas[i]);
    }
}

static void run_pass(FixRun *run) {
    find_places(run);
    run->was_refixed =
        ARENA_ARRAY(&run->result->arenas[0], bool, run->request->scanned->file_count);
    pool_run(run->workers, run->result->file_count, fix_job, run);
    if (has_changed(run->result)) {
        settle(run);
    }
    if (has_wide(run)) {
        fix_wide_settled(run);
    }
    release_places(run);
}

/* What is told of a finding: the pass and its texts will be gone. */
static Finding copy_finding(const Finding *finding) {
    return (Finding){.rule = finding->rule,
                     .own = finding->own,
                     .severity = finding->severity,
                     .certainty = finding->certainty,
                     .span = finding->span,
                     .owner = finding->owner};
}

static void merge_file(FixedFile *to, const FixedFile *from, Arena *mem) {
    FixAllResult all = {.status = from->result.status,
                        .text = to->result.changed ? to->result.text : to->before,
                        .exhausted = to->result.exhausted || from->result.exhausted,
                        .fixed_count = to->result.fixed_count + from->result.fixed_count,
                        .refused_count = from->result.refused_count};
    if (from->result.changed) {
        all.text = arena_copy(mem, from->result.text);
    }
    all.changed = !str_equal(all.text, to->before);
    FixedFinding *fixed = ARENA_ARRAY(mem, FixedFinding, all.fixed_count);
    for (uint32_t i = 0; i < to->result.fixed_count; i++) {
        fixed[i] = to->result.fixed[i];
    }
    for (uint32_t i = 0; i < from->result.fixed_count; i++) {
        const FixedFinding *one = &from->result.fixed[i];
        fixed[to->result.fixed_count + i] = (FixedFinding){
            copy_finding(&one->finding), arena_copy(mem, one->title), one->safety, one->round};
    }
    RefusedFix *refused = ARENA_ARRAY(mem, RefusedFix, all.refused_count);
    for (uint32_t i = 0; i < all.refused_count; i++) {
        const RefusedFix *one = &from->result.refused[i];
        refused[i].finding = copy_finding(&one->finding);
        refused[i].refusal.title = arena_copy(mem, one->refusal.title);
        refused[i].refusal.reason = arena_copy(mem, one->refusal.reason);
    }
    all.fixed = fixed;
    all.refused = refused;
    to->result = all;
}

static void merge(FixFilesResult *out, const FixFilesRequest *request, const FixFilesResult *pass) {
    for (uint32_t i = 0; i < out->file_count; i++) {
        FixedFile *to = &out->files[i];
        if (pass->files[i].scanned == NULL) {
            continue;
        }
        to->scanned = &request->scanned->files[i];
        to->before = to->scanned->document->source.text;
        merge_file(to, &pass->files[i], &out->arenas[0]);
    }
}

/* One pass; the state after it, false when nothing has changed that another pass could build on. */
static bool pass(FixFilesResult *out, const FixFilesRequest *request, const ScanResult *state,
                 FixRun *run, ScanResult *after) {
    FixFilesRequest at = *request;
    FixFilesResult result;
    at.scanned = state;
    result_init(&result, out->file_count, out->arena_count);
    *run = (FixRun){.request = &at,
                    .result = &result,
                    .analyzers = run->analyzers,
                    .workers = out->arena_count,
                    .looks = run->looks};
    run_pass(run);
    merge(out, request, &result);
    bool goes_on = run->has_after && has_changed(&result);
    if (goes_on) {
        *after = run->after;
    } else if (run->has_after) {
        forget_projects(run);
        scan_release(&run->after);
    }
    fix_files_release(&result);
    return goes_on;
}

/* Until a pass finds nothing to fix in the project as the one before it has left it. */
static void run_passes(FixFilesResult *out, const FixFilesRequest *request, FixRun *run) {
    ScanResult states[2];
    const ScanResult *state = request->scanned;
    bool has_state = true;
    for (uint32_t i = 0; has_state && i < FIX_PASSES_MAX; i++) {
        ScanResult *after = &states[i % 2];
        has_state = pass(out, request, state, run, after);
        if (state != request->scanned) {
            forget_projects(run);
            scan_release(&states[(i + 1) % 2]);
        }
        state = after;
    }
    if (has_state) {
        forget_projects(run);
        scan_release(&states[(FIX_PASSES_MAX - 1) % 2]);
    }
}

void fix_files_run(FixFilesResult *out, const FixFilesRequest *request) {
    uint32_t count = request->scanned->file_count;
    uint32_t workers = pool_worker_count(request->scan->workers, count);
    result_init(out, count, workers);
    /* Trials look at the same files of the project again and again. */
    AnalyzerSetup setup = *request->scan->setup;
    setup.store = unit_store_new(UNIT_STORE_IDLE_DEFAULT);
    FixRun run = {.analyzers = memory_allocate_zeroed(workers, sizeof(Analyzer *))};
    for (uint32_t i = 0; i < workers; i++) {
        run.analyzers[i] = analyzer_new(&setup);
    }
    run_passes(out, request, &run);
    run = (FixRun){.request = request, .result = out, .analyzers = run.analyzers};
    pool_run(workers, count, write_job, &run);
    for (uint32_t i = 0; i < workers; i++) {
        analyzer_free(run.analyzers[i]);
    }
    free(run.analyzers);
    unit_store_free(setup.store);
}

void fix_files_release(FixFilesResult *result) {
    for (uint32_t i = 0; i < result->arena_count; i++) {
        arena_release(&result->arenas[i]);
    }
    free(result->files);
    free(result->arenas);
}
