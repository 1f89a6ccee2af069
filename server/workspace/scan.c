/* Knows how files become results on many threads. Refuses to know what is done with them. */
#include "workspace/scan.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/rule_set.h"
#include "workspace/scan_cache.h"

#include <stdatomic.h>

/* What one worker owns. */
typedef struct ScanWorker {
    Analyzer *analyzer;
    Arena bytes; /* of the file at hand: the document copies what it keeps */
    Buf reason;
} ScanWorker;

typedef struct Scan {
    const ScanRequest *request;
    ScanResult *result;
    ScanWorker *workers;
    ScanCache *cache; /* NULL: there is none */
    atomic_uint done;
} Scan;

static void set_note(ScannedFile *file, NoteKind kind, Str reason, Arena *mem) {
    Note *note = ARENA_NEW(mem, Note);
    *note = (Note){.kind = kind, .message = arena_copy(mem, reason)};
    file->notes = note;
    file->note_count = 1;
}

static const ScanText *given_text(const Scan *scan, const InputFile *input) {
    const ScanText *text = scan->request->text;
    return text != NULL && text->input == input ? text : NULL;
}

/* Too large is said before anything is read; everything else that fails is unread input. */
static bool read_input(Scan *scan, ScanWorker *worker, ScannedFile *file, Str *bytes, Arena *mem) {
    const ScanText *text = given_text(scan, file->input);
    if (text != NULL) {
        *bytes = text->bytes;
        return true;
    }
    Status status = file_read(bytes, file->input->absolute, SOURCE_BYTES_MAX, &worker->bytes,
                              &file->stamp, &worker->reason);
    if (status == STATUS_OK) {
        return true;
    }
    file->is_unreadable = status != STATUS_TOO_LARGE;
    set_note(file, file->is_unreadable ? NOTE_UNREADABLE : NOTE_SKIPPED, buf_str(&worker->reason),
             mem);
    return false;
}

static void build_fixes(ScanWorker *worker, ScannedFile *file, const FixRequest *request,
                        Arena *mem) {
    FixSet *fixes = ARENA_ARRAY(mem, FixSet, file->finding_count);
    engine_fix_sets(worker->analyzer, request, file->findings, file->finding_count, fixes, mem);
    bool is_any_built = false;
    for (uint32_t i = 0; i < file->finding_count; i++) {
        is_any_built = is_any_built || fixes[i].is_built;
    }
    file->fixes = is_any_built ? fixes : NULL;
}

static void show_path(const Scan *scan, const ScannedFile *file, Str *path) {
    const Snapshots *snapshots = &scan->result->snapshots;
    if (path->len > 0) {
        *path =
            snapshots_shown_path(snapshots, (uint32_t)(file->snapshot - snapshots->items), *path);
    }
}

static void show_fix_paths(const Scan *scan, const ScannedFile *file, const FixSet *fixes) {
    for (uint32_t i = 0; i < fixes->fix_count; i++) {
        FileEdits *files = (FileEdits *)fixes->fixes[i].files;
        for (uint32_t k = 0; k < fixes->fixes[i].file_count; k++) {
            show_path(scan, file, &files[k].path);
        }
    }
}

/* Places in other files are named as the user sees them. */
static void show_paths(const Scan *scan, const ScannedFile *file) {
    for (uint32_t i = 0; i < file->finding_count; i++) {
        Related *related = (Related *)file->findings[i].related;
        for (uint32_t k = 0; k < file->findings[i].related_count; k++) {
            show_path(scan, file, &related[k].path);
        }
        if (file->fixes) {
            show_fix_paths(scan, file, &file->fixes[i]);
        }
    }
}

static void analyze_document(Scan *scan, uint32_t job, uint32_t number, Arena *mem) {
    ScanWorker *worker = &scan->workers[number];
    ScannedFile *file = &scan->result->files[job];
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(file->input, &selection, &options);
    FixRequest request = {
        .analysis = {.document = file->document,
                     .selection = &selection,
                     .snapshot = file->snapshot,
                     .keeps_results = scan->cache != NULL},
    };
    if (scan->cache) {
        scan_cache_remember(scan->cache, job, number, file);
        analyzer_listen(worker->analyzer, file->snapshot, file->document,
                        scan_cache_units(scan->cache, job, number));
    }
    Analysis analysis = analyze(worker->analyzer, &request.analysis, mem);
    file->findings = analysis.findings;
    file->finding_count = analysis.finding_count;
    file->notes = analysis.notes;
    file->note_count = analysis.note_count;
    file->counters = analysis.counters;
    if (scan->request->fixes != SCAN_FIXES_NONE && file->finding_count > 0) {
        request.is_untried = scan->request->fixes == SCAN_FIXES_TITLES;
        request.without = request.is_untried ? 1u << CATEGORY_DOCS : 0;
        build_fixes(worker, file, &request, mem);
    }
    if (scan->cache) {
        scan_cache_keep(scan->cache, job, number, file, &analysis, analyzer_told(worker->analyzer));
    }
}

/* ---- first all files are opened ---------------------------------------------------------------
 */

static bool open_document(Scan *scan, uint32_t place, uint32_t number, ScannedFile *file,
                          Str bytes) {
    Buf *reason = &scan->workers[number].reason;
    if (scan->cache) {
        return scan_cache_read(scan->cache, place, number, file, bytes, reason);
    }
    return document_open(&file->document, file->input->root_path, bytes, reason) == STATUS_OK;
}

static void open_file(Scan *scan, uint32_t place, uint32_t number, ScannedFile *file, Arena *mem) {
    ScanWorker *worker = &scan->workers[number];
    Str bytes;
    buf_clear(&worker->reason);
    arena_reset(&worker->bytes);
    if (!read_input(scan, worker, file, &bytes, mem)) {
        return;
    }
    if (!open_document(scan, place, number, file, bytes)) {
        file->document = NULL;
        set_note(file, NOTE_SKIPPED, buf_str(&worker->reason), mem);
    }
}

static void open_job(void *data, uint32_t job, uint32_t worker) {
    Scan *scan = data;
    ScanResult *result = scan->result;
    bool is_around = job >= result->file_count;
    ScannedFile *file = is_around ? &result->around[job - result->file_count] : &result->files[job];
    file->input = is_around ? &scan->request->around->files.items[job - result->file_count]
                            : &scan->request->set->files.items[job];
    open_file(scan, job, worker, file, &result->arenas[worker]);
}

void scan_join_projects(ScanResult *result) {
    snapshots_release(&result->snapshots);
    uint32_t count = result->file_count + result->around_count;
    SnapshotEntry *entries = memory_allocate_zeroed(count > 0 ? count : 1, sizeof *entries);
    for (uint32_t i = 0; i < count; i++) {
        const ScannedFile *file =
            i < result->file_count ? &result->files[i] : &result->around[i - result->file_count];
        entries[i] = (SnapshotEntry){file->input, file->document};
    }
    snapshots_build(&result->snapshots, entries, count);
    for (uint32_t i = 0; i < result->file_count; i++) {
        ScannedFile *file = &result->files[i];
        file->snapshot =
            file->document ? &result->snapshots.items[result->snapshots.of_entry[i]] : NULL;
    }
    free(entries);
}

/* ---- then they are analysed -------------------------------------------------------------------
 */

static void analyze_job(void *data, uint32_t job, uint32_t worker) {
    Scan *scan = data;
    ScannedFile *file = &scan->result->files[job];
    if (file->document != NULL) {
        bool is_known = scan->cache && scan_cache_take(scan->cache, job, file);
        if (!is_known) {
            analyze_document(scan, job, worker, &scan->result->arenas[worker]);
        }
        show_paths(scan, file);
    }
    uint32_t done = atomic_fetch_add_explicit(&scan->done, 1, memory_order_relaxed) + 1;
    if (scan->request->progress != NULL) {
        scan->request->progress(scan->request->progress_data, done, scan->result->file_count);
    }
}

static void init_workers(Scan *scan, uint32_t count) {
    scan->workers = memory_allocate_zeroed(count, sizeof *scan->workers);
    for (uint32_t i = 0; i < count; i++) {
        arena_init(&scan->result->arenas[i]);
        arena_init(&scan->workers[i].bytes);
        buf_init(&scan->workers[i].reason, 0);
        scan->workers[i].analyzer = analyzer_new(scan->request->setup);
    }
}

static void release_workers(Scan *scan, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        analyzer_free(scan->workers[i].analyzer);
        arena_release(&scan->workers[i].bytes);
        buf_release(&scan->workers[i].reason);
    }
    free(scan->workers);
}

static ScannedFile *files_new(uint32_t count) {
    return memory_allocate_zeroed(count > 0 ? count : 1, sizeof(ScannedFile));
}

void scan_run(ScanResult *out, const ScanRequest *request) {
    uint32_t count = request->set->files.count;
    uint32_t around = request->around != NULL ? request->around->files.count : 0;
    uint32_t workers = pool_worker_count(request->workers, count + around);
    *out = (ScanResult){
        .files = files_new(count),
        .file_count = count,
        .around = files_new(around),
        .around_count = around,
        .arenas = memory_allocate_zeroed(workers, sizeof *out->arenas),
        .arena_count = workers,
    };
    Scan scan = {.request = request, .result = out};
    init_workers(&scan, workers);
    scan.cache = out->cache = request->cache ? scan_cache_new(request, workers) : NULL;
    pool_run(workers, count + around, open_job, &scan);
    scan_join_projects(out);
    if (scan.cache) {
        scan_cache_judge(scan.cache, out);
    }
    pool_run(workers, count, analyze_job, &scan);
    if (scan.cache) {
        scan_cache_write(scan.cache, out);
    }
    release_workers(&scan, workers);
}

void scan_release(ScanResult *result) {
    snapshots_release(&result->snapshots);
    for (uint32_t i = 0; i < result->file_count; i++) {
        document_release(result->files[i].document);
    }
    for (uint32_t i = 0; i < result->around_count; i++) {
        document_release(result->around[i].document);
    }
    for (uint32_t i = 0; i < result->arena_count; i++) {
        arena_release(&result->arenas[i]);
    }
    free(result->files);
    free(result->around);
    free(result->arenas);
    scan_cache_free(result->cache);
}
