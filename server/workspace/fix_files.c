/* Knows when a fixed text may go to disk. Refuses to know what a fix is. */
#include "workspace/fix_files.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/rule_set.h"

/* Which scanned file is which of a snapshot. */
typedef struct FilePlaces {
    uint32_t *of_file; /* by FileId: place in the scan + 1; 0: it is not to be fixed */
} FilePlaces;

typedef struct FixRun {
    const FixFilesRequest *request;
    FixFilesResult *result;
    Analyzer **analyzers;
    FilePlaces *places; /* by snapshot */
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

/* ---- all of it --------------------------------------------------------------------------------
 */

void fix_files_run(FixFilesResult *out, const FixFilesRequest *request) {
    uint32_t count = request->scanned->file_count;
    uint32_t workers = pool_worker_count(request->scan->workers, count);
    *out = (FixFilesResult){
        .files = memory_allocate_zeroed(count > 0 ? count : 1, sizeof *out->files),
        .file_count = count,
        .arenas = memory_allocate_zeroed(workers, sizeof *out->arenas),
        .arena_count = workers,
    };
    FixRun run = {.request = request, .result = out};
    /* Trials look at the same files of the project again and again. */
    AnalyzerSetup setup = *request->scan->setup;
    setup.store = unit_store_new(UNIT_STORE_IDLE_DEFAULT);
    run.analyzers = memory_allocate_zeroed(workers, sizeof(Analyzer *));
    for (uint32_t i = 0; i < workers; i++) {
        arena_init(&out->arenas[i]);
        run.analyzers[i] = analyzer_new(&setup);
    }
    find_places(&run);
    pool_run(workers, count, fix_job, &run);
    if (has_wide(&run)) {
        fix_snapshots(&run);
    }
    pool_run(workers, count, write_job, &run);
    release_places(&run);
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
