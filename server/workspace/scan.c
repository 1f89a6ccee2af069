/* Knows how files become results on many threads. Refuses to know what is done with them. */
#include "workspace/scan.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/rule_set.h"

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
    file->fixes = fixes;
}

static void analyze_document(Scan *scan, ScanWorker *worker, ScannedFile *file, Arena *mem) {
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(file->input, &selection, &options);
    FixRequest request = {
        .analysis = {.document = file->document, .selection = &selection}
    };
    Analysis analysis = analyze(worker->analyzer, &request.analysis, mem);
    file->findings = analysis.findings;
    file->finding_count = analysis.finding_count;
    file->notes = analysis.notes;
    file->note_count = analysis.note_count;
    file->counters = analysis.counters;
    if (scan->request->with_fixes && file->finding_count > 0) {
        build_fixes(worker, file, &request, mem);
    }
}

static void scan_file(Scan *scan, ScanWorker *worker, ScannedFile *file, Arena *mem) {
    Str bytes;
    buf_clear(&worker->reason);
    arena_reset(&worker->bytes);
    if (!read_input(scan, worker, file, &bytes, mem)) {
        return;
    }
    if (document_open(&file->document, file->input->root_path, bytes, &worker->reason) < 0) {
        file->document = NULL;
        set_note(file, NOTE_SKIPPED, buf_str(&worker->reason), mem);
        return;
    }
    analyze_document(scan, worker, file, mem);
    if (file->finding_count == 0 && file->note_count == 0 && !scan->request->keep_documents) {
        document_release(file->document);
        file->document = NULL;
    }
}

static void scan_job(void *data, uint32_t job, uint32_t worker) {
    Scan *scan = data;
    ScannedFile *file = &scan->result->files[job];
    file->input = &scan->request->set->files.items[job];
    scan_file(scan, &scan->workers[worker], file, &scan->result->arenas[worker]);
    uint32_t done = atomic_fetch_add_explicit(&scan->done, 1, memory_order_relaxed) + 1;
    if (scan->request->progress != NULL) {
        scan->request->progress(scan->request->progress_data, done, scan->result->file_count);
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

void scan_run(ScanResult *out, const ScanRequest *request) {
    uint32_t count = request->set->files.count;
    uint32_t workers = pool_worker_count(request->workers, count);
    *out = (ScanResult){
        .files = memory_allocate_zeroed(count > 0 ? count : 1, sizeof *out->files),
        .file_count = count,
        .arenas = memory_allocate_zeroed(workers, sizeof *out->arenas),
        .arena_count = workers,
    };
    Scan scan = {.request = request, .result = out};
    scan.workers = memory_allocate_zeroed(workers, sizeof *scan.workers);
    for (uint32_t i = 0; i < workers; i++) {
        arena_init(&out->arenas[i]);
        arena_init(&scan.workers[i].bytes);
        buf_init(&scan.workers[i].reason, 0);
        scan.workers[i].analyzer = analyzer_new(request->setup);
    }
    pool_run(workers, count, scan_job, &scan);
    release_workers(&scan, workers);
}

void scan_release(ScanResult *result) {
    for (uint32_t i = 0; i < result->file_count; i++) {
        document_release(result->files[i].document);
    }
    for (uint32_t i = 0; i < result->arena_count; i++) {
        arena_release(&result->arenas[i]);
    }
    free(result->files);
    free(result->arenas);
}
