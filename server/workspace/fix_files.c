/* Knows when a fixed text may go to disk. Refuses to know what a fix is. */
#include "workspace/fix_files.h"

#include "base/memory.h"
#include "io/pool.h"
#include "workspace/rule_set.h"

typedef struct FixRun {
    const FixFilesRequest *request;
    FixFilesResult *result;
    Analyzer **analyzers;
} FixRun;

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

static void fix_job(void *data, uint32_t job, uint32_t worker) {
    FixRun *run = data;
    const ScannedFile *scanned = &run->request->scanned->files[job];
    FixedFile *file = &run->result->files[job];
    if (scanned->document == NULL || scanned->finding_count == 0) {
        return;
    }
    Arena *mem = &run->result->arenas[worker];
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(scanned->input, &selection, &options);
    FixRequest request = {
        .analysis = {.document = scanned->document,
                     .selection = &selection,
                     .snapshot = scanned->snapshot},
    };
    FixPolicy policy = {.safeties = allowed_safeties(run->request, scanned->input),
                        .wants = run->request->wants,
                        .context = run->request->wants_context};
    file->scanned = scanned;
    file->before = scanned->document->source.text;
    file->result = engine_fix_all(run->analyzers[worker], &request, &policy, mem);
    if (file->result.changed) {
        write_result(run->request, file, mem);
    }
}

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
    run.analyzers = memory_allocate_zeroed(workers, sizeof(Analyzer *));
    for (uint32_t i = 0; i < workers; i++) {
        arena_init(&out->arenas[i]);
        run.analyzers[i] = analyzer_new(request->scan->setup);
    }
    pool_run(workers, count, fix_job, &run);
    for (uint32_t i = 0; i < workers; i++) {
        analyzer_free(run.analyzers[i]);
    }
    free(run.analyzers);
}

void fix_files_release(FixFilesResult *result) {
    for (uint32_t i = 0; i < result->arena_count; i++) {
        arena_release(&result->arenas[i]);
    }
    free(result->files);
    free(result->arenas);
}
