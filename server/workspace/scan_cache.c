/* Knows what is read from the cache when, and what is written. Refuses to know what results say. */
#include "workspace/scan_cache.h"

#include "base/memory.h"
#include "engine/told_facts.h"
#include "io/path.h"
#include "io/pool.h"
#include "workspace/file_pack.h"
#include "workspace/rule_set.h"
#include "workspace/unit_cache.h"

/* What is known of one file. */
typedef struct CachedFile {
    Cache *cache;
    Hash name;      /* of its pack */
    Hash selection; /* as in the pack */
    FilePack pack;  /* as read; zero: there is none */
    bool has_pack;  /* of this program and selection, perhaps of another content */
    FileFacts facts;
    FileResult result; /* when is_known */
    bool is_known;
    bool is_restored; /* results that asked the project went on: what they were told counts on */
    Buf body;         /* result, units and record, to be written; empty: nothing is */
    Buf units;
    Buf record;
    MentionedPaths mentioned;
    bool asked_project;
    ScanFixes fixes;
    bool is_quiet; /* nothing was found */
} CachedFile;

/* A project of the scan. */
typedef struct CachedProject {
    const FileFacts **facts; /* by FileId */
    uint32_t *places;        /* by FileId */
    FactsView view;
    bool is_analysed; /* some file of it is */
    bool is_doubtful; /* a parse took too long: another time it may not */
} CachedProject;

struct ScanCache {
    const ScanRequest *request;
    ScanResult *result;
    CachedFile *files;
    uint32_t file_count;
    CachedProject *projects; /* by snapshot */
    uint32_t project_count;
    uint32_t worker_count;
    UnitCache *units;
    Arena *arenas; /* one a worker */
    Arena *scratches;
    Arena mem; /* holds this too */
};

ScanCache *scan_cache_new(const ScanRequest *request, uint32_t workers) {
    Arena mem;
    arena_init(&mem);
    ScanCache *cache = ARENA_NEW(&mem, ScanCache);
    cache->request = request;
    cache->file_count = request->set->files.count;
    cache->file_count += request->around ? request->around->files.count : 0;
    cache->files = ARENA_ARRAY(&mem, CachedFile, cache->file_count);
    cache->worker_count = workers;
    cache->arenas = ARENA_ARRAY(&mem, Arena, workers);
    cache->scratches = ARENA_ARRAY(&mem, Arena, workers);
    cache->units = unit_cache_new(request->cache->program, request->setup->queries,
                                  cache->file_count, workers, &mem);
    cache->mem = mem;
    return cache;
}

void scan_cache_free(ScanCache *cache) {
    if (!cache) {
        return;
    }
    for (uint32_t i = 0; i < cache->file_count; i++) {
        buf_release(&cache->files[i].body);
        buf_release(&cache->files[i].units);
        buf_release(&cache->files[i].record);
        mentioned_paths_release(&cache->files[i].mentioned);
    }
    for (uint32_t i = 0; i < cache->worker_count; i++) {
        arena_release(&cache->arenas[i]);
        arena_release(&cache->scratches[i]);
    }
    unit_cache_free(cache->units);
    Arena mem = cache->mem;
    arena_release(&mem);
}

/* ---- reading -------------------------------------------------------------------------------- */

/* The files of a scan stand in one row: those to report on, then those around. */
static ScannedFile *file_at(ScanResult *result, uint32_t place) {
    return place < result->file_count ? &result->files[place]
                                      : &result->around[place - result->file_count];
}

static Hash selection_key(const InputFile *input) {
    RuleSelection selection;
    RuleOptions options;
    rule_set_select(input, &selection, &options);
    Buf text;
    buf_init(&text, 0);
    buf_append(&text, (Str){(const char *)selection.enabled, sizeof selection.enabled});
    pack_put_number(&text, selection.least_certainty);
    pack_put_key(&text, selection.options_key);
    if (selection.own) {
        pack_put_key(&text, selection.own->key);
        buf_append(&text,
                   (Str){(const char *)&selection.own_enabled, sizeof selection.own_enabled});
    }
    Hash key = hash_text(buf_str(&text));
    buf_release(&text);
    return key;
}

/* The same wherever the project's folder lies: a cache may travel with it. */
static Hash pack_name(const InputFile *input, Hash selection, Arena *scratch) {
    uint32_t length = input->absolute.len - input->root_path.len;
    Str root = str_slice(input->absolute, 0, length > 1 ? length - 1 : length);
    Buf text;
    buf_init(&text, 0);
    pack_put_text(&text, path_relative(root, input->config->folder, scratch));
    pack_put_text(&text, input->root_path);
    pack_put_hash(&text, selection);
    Hash name = hash_text(buf_str(&text));
    buf_release(&text);
    return name;
}

static void read_pack(const ScanCache *cache, CachedFile *file, Arena *mem) {
    Str bytes = cache_read(file->cache, CACHE_PACK, file->name, mem);
    file->has_pack = bytes.len > 0 && file_pack_take(bytes, &file->pack, mem) &&
                     hash_equal(file->pack.program, cache->request->cache->program) &&
                     hash_equal(file->pack.selection, file->selection);
    if (!file->has_pack) {
        file->pack = (FilePack){.has_result = false};
    }
}

static bool has_content(const CachedFile *file, Hash content) {
    return file->has_pack && hash_equal(file->pack.facts.content, content);
}

/* Of a file around, what others see of it is enough. */
static bool may_be_known(const ScanCache *cache, uint32_t place, const CachedFile *file) {
    const FilePack *pack = &file->pack;
    return place >= cache->request->set->files.count ||
           (pack->has_result && (cache->request->fixes == SCAN_FIXES_NONE || pack->is_quiet ||
                                 pack->fixes == cache->request->fixes));
}

bool scan_cache_read(ScanCache *cache, uint32_t place, uint32_t worker, ScannedFile *scanned,
                     Str bytes, Buf *reason) {
    Arena *mem = &cache->arenas[worker];
    CachedFile *file = &cache->files[place];
    Hash content = hash_text(bytes);
    file->cache = cache_set_find(cache->request->cache, scanned->input->config);
    file->selection = selection_key(scanned->input);
    file->name = pack_name(scanned->input, file->selection, &cache->scratches[worker]);
    arena_reset(&cache->scratches[worker]);
    unit_cache_place(cache->units, place, file->cache, file->name);
    read_pack(cache, file, mem);
    bool is_candidate = has_content(file, content) && may_be_known(cache, place, file);
    Status status =
        document_open_text(&scanned->document, scanned->input->root_path, bytes, reason);
    if (status < 0) {
        return false;
    }
    if (has_content(file, content)) {
        file->facts = file->pack.facts;
    }
    if (!is_candidate) {
        document_scan(scanned->document);
    }
    if (!has_content(file, content)) {
        file->facts = file_facts_new(&scanned->document->outline, content, mem);
    }
    return true;
}

/* ---- judging -------------------------------------------------------------------------------- */

static Hash paths_digest(const Snapshot *snapshot) {
    HashState *state = hash_state_new();
    for (uint32_t i = 0; i < snapshot->count; i++) {
        hash_add(state, snapshot->documents[i]->path);
        hash_add(state, (Str){"", 1}); /* the NUL parts them */
    }
    Hash digest = hash_finish(state);
    hash_state_free(state);
    return digest;
}

static CachedProject *project_of(ScanCache *cache, uint32_t place) {
    return &cache->projects[cache->result->snapshots.of_entry[place]];
}

static void find_places(ScanCache *cache) {
    const Snapshots *snapshots = &cache->result->snapshots;
    for (uint32_t place = 0; place < cache->file_count; place++) {
        const Document *document = file_at(cache->result, place)->document;
        if (!document) {
            continue;
        }
        uint32_t at = snapshots->of_entry[place];
        FileId id = project_index_find(snapshots->items[at].index, document->path);
        if (id != FILE_NONE && snapshots->items[at].documents[id] == document) {
            cache->projects[at].places[id] = place;
            cache->projects[at].facts[id] = &cache->files[place].facts;
        }
    }
}

static void find_projects(ScanCache *cache) {
    const Snapshots *snapshots = &cache->result->snapshots;
    cache->project_count = snapshots->count;
    cache->projects = ARENA_ARRAY(&cache->mem, CachedProject, snapshots->count);
    for (uint32_t i = 0; i < snapshots->count; i++) {
        const Snapshot *snapshot = &snapshots->items[i];
        CachedProject *project = &cache->projects[i];
        project->facts = ARENA_ARRAY(&cache->mem, const FileFacts *, snapshot->count);
        project->places = ARENA_ARRAY(&cache->mem, uint32_t, snapshot->count);
    }
    find_places(cache);
    for (uint32_t i = 0; i < snapshots->count; i++) {
        const Snapshot *snapshot = &snapshots->items[i];
        CachedProject *project = &cache->projects[i];
        project->view =
            facts_view_new(project->facts, snapshot->count, paths_digest(snapshot), &cache->mem);
    }
}

static bool record_holds(const ScanCache *cache, uint32_t place) {
    const FilePack *pack = &cache->files[place].pack;
    const CachedProject *project = &cache->projects[cache->result->snapshots.of_entry[place]];
    return !pack->asked_project || told_facts_hold(pack->record, &project->view);
}

/* ---- other files ---------------------------------------------------------------------------- */

/* A file whose results point into others. */
typedef struct Pointing {
    const ScanCache *cache;
    const CachedFile *file;
    const Snapshot *snapshot;
    const CachedProject *project;
} Pointing;

static Pointing pointing_of(const ScanCache *cache, uint32_t place) {
    uint32_t at = cache->result->snapshots.of_entry[place];
    return (Pointing){cache, &cache->files[place], &cache->result->snapshots.items[at],
                      &cache->projects[at]};
}

static bool other_length(void *data, Str path, uint32_t *length) {
    const Pointing *pointing = data;
    const FilePack *pack = &pointing->file->pack;
    FileId id = project_index_find(pointing->snapshot->index, path);
    if (id == FILE_NONE) {
        return false;
    }
    *length = pointing->snapshot->documents[id]->source.text.len;
    for (uint32_t i = 0; i < pack->mention_count; i++) {
        if (str_equal(pack->mentions[i].path, path)) {
            return hash_equal(pack->mentions[i].content, pointing->project->facts[id]->content);
        }
    }
    return false;
}

static const Outline *other_outline(void *data, Str path) {
    const Pointing *pointing = data;
    FileId id = project_index_find(pointing->snapshot->index, path);
    const Outline *outline = id == FILE_NONE ? NULL : &pointing->snapshot->documents[id]->outline;
    return outline && outline->unit_count ? outline : NULL;
}

static PackContext context_of(const ScannedFile *scanned, Pointing *pointing) {
    return (PackContext){.own = scanned->input->config->own,
                         .text_length = scanned->document->source.text.len,
                         .outline = &scanned->document->outline,
                         .other_length = other_length,
                         .other_outline = other_outline,
                         .data = pointing};
}

/* ---- what is known -------------------------------------------------------------------------- */

static void judge_job(void *data, uint32_t place, uint32_t worker) {
    ScanCache *cache = data;
    CachedFile *file = &cache->files[place];
    const ScannedFile *scanned = &cache->result->files[place];
    if (!scanned->document || !has_content(file, file->facts.content) ||
        !may_be_known(cache, place, file) || !record_holds(cache, place)) {
        return;
    }
    Pointing pointing = pointing_of(cache, place);
    PackContext context = context_of(scanned, &pointing);
    PackReader reader = pack_reader(file->pack.result);
    file->is_known = file_result_take(&reader, &context, &file->result, &cache->arenas[worker]) &&
                     pack_is_read(&reader);
}

typedef struct ScanJobs {
    ScanCache *cache;
    uint32_t *places;
    uint32_t count;
} ScanJobs;

static void outline_job(void *data, uint32_t job, uint32_t worker) {
    (void)worker;
    ScanJobs *jobs = data;
    document_scan(file_at(jobs->cache->result, jobs->places[job])->document);
}

/* Units of all files of the projects in which some file is analysed. */
static void scan_outlines(ScanCache *cache) {
    ScanJobs jobs = {cache, ARENA_ARRAY(&cache->mem, uint32_t, cache->file_count), 0};
    for (uint32_t place = 0; place < cache->file_count; place++) {
        const Document *document = file_at(cache->result, place)->document;
        if (document && document->outline.unit_count == 0 &&
            project_of(cache, place)->is_analysed) {
            jobs.places[jobs.count++] = place;
        }
    }
    pool_run(cache->worker_count, jobs.count, outline_job, &jobs);
}

static void listen(ScanCache *cache) {
    Snapshots *snapshots = &cache->result->snapshots;
    for (uint32_t i = 0; i < snapshots->count; i++) {
        Snapshot *snapshot = &snapshots->items[i];
        if (!cache->projects[i].is_analysed) {
            continue;
        }
        uint32_t *counts = ARENA_ARRAY(&cache->mem, uint32_t, snapshot->count);
        for (uint32_t file = 0; file < snapshot->count; file++) {
            counts[file] = snapshot->documents[file]->outline.unit_count;
        }
        snapshot->facts = fact_numbers_new(counts, snapshot->count, &cache->mem);
    }
}

void scan_cache_judge(ScanCache *cache, ScanResult *result) {
    cache->result = result;
    find_projects(cache);
    pool_run(cache->worker_count, result->file_count, judge_job, cache);
    bool is_any_analysed = false;
    for (uint32_t place = 0; place < result->file_count; place++) {
        if (result->files[place].document && !cache->files[place].is_known) {
            project_of(cache, place)->is_analysed = true;
            is_any_analysed = true;
        }
    }
    if (is_any_analysed) {
        scan_outlines(cache);
        scan_join_projects(result);
        listen(cache);
    }
}

bool scan_cache_take(ScanCache *cache, uint32_t place, ScannedFile *scanned) {
    const CachedFile *file = &cache->files[place];
    if (!file->is_known) {
        return false;
    }
    scanned->findings = file->result.findings;
    scanned->finding_count = file->result.finding_count;
    scanned->fixes = cache->request->fixes != SCAN_FIXES_NONE ? file->result.fixes : NULL;
    scanned->notes = file->result.notes;
    scanned->note_count = file->result.note_count;
    scanned->counters.units_total = file->result.units_total;
    scanned->counters.findings_suppressed = file->result.findings_suppressed;
    scanned->is_known = true;
    return true;
}

const UnitSource *scan_cache_units(ScanCache *cache, uint32_t place, uint32_t worker) {
    return unit_cache_source(cache->units, worker, project_of(cache, place)->places);
}

/* ---- units that are known ---------------------------------------------------------------------
 */

/* A fix that is to be applied is built from what rules noted of the tree: then only a rule's own
 * word counts. */
void scan_cache_remember(ScanCache *cache, uint32_t place, uint32_t worker, ScannedFile *scanned) {
    CachedFile *file = &cache->files[place];
    if (!file->has_pack || !file->pack.has_result || cache->request->fixes == SCAN_FIXES_TRIED) {
        return;
    }
    bool holds = file->pack.asked_project && record_holds(cache, place);
    Pointing pointing = pointing_of(cache, place);
    PackContext context = context_of(scanned, &pointing);
    PackReader reader = pack_reader(file->pack.units);
    Arena *scratch = &cache->scratches[worker];
    bool is_taken = unit_results_take(&reader, &context, holds ? scanned->snapshot->key : 0,
                                      scanned->document, scratch);
    file->is_restored = is_taken && holds;
    arena_reset(scratch);
}

/* ---- writing -------------------------------------------------------------------------------- */

void scan_cache_keep(ScanCache *cache, uint32_t place, uint32_t worker, const ScannedFile *scanned,
                     const Analysis *analysis, ToldFacts *told) {
    CachedFile *file = &cache->files[place];
    if (analysis->status != STATUS_OK || analysis->counters.units_timed_out) {
        return;
    }
    Pointing pointing = pointing_of(cache, place);
    PackContext context = context_of(scanned, &pointing);
    FileResult result = {
        .findings = scanned->findings,
        .finding_count = scanned->finding_count,
        .fixes = scanned->fixes,
        .notes = scanned->notes,
        .note_count = scanned->note_count,
        .findings_suppressed = analysis->counters.findings_suppressed,
        .units_total = analysis->counters.units_total,
    };
    buf_init(&file->body, 0);
    buf_init(&file->units, 0);
    file_result_put(&result, &context, &file->mentioned, &file->body);
    unit_results_put(scanned->document, &context, &file->mentioned, &file->units);
    file->fixes = cache->request->fixes;
    file->is_quiet = scanned->finding_count == 0;
    file->asked_project = analysis->asked_project || scanned->fixes;
    buf_init(&file->record, 0);
    if (file->is_restored) {
        told_facts_take(file->pack.record, scanned->snapshot->facts, told);
    }
    if (file->asked_project) {
        told_facts_put(told, scanned->snapshot->facts, &pointing.project->view, &file->record);
    } else {
        unit_cache_drop(cache->units, place, worker);
    }
}

static const Mention *mentions_of(const ScanCache *cache, uint32_t place, uint32_t *count,
                                  Arena *mem) {
    Pointing pointing = pointing_of(cache, place);
    const MentionedPaths *mentioned = &cache->files[place].mentioned;
    Mention *mentions = ARENA_ARRAY(mem, Mention, mentioned->paths.count);
    *count = 0;
    for (uint32_t i = 0; i < mentioned->paths.count; i++) {
        FileId id = project_index_find(pointing.snapshot->index, mentioned->paths.items[i]);
        if (id != FILE_NONE) {
            mentions[(*count)++] =
                (Mention){mentioned->paths.items[i], pointing.project->facts[id]->content};
        }
    }
    return mentions;
}

static FilePack pack_of(const ScanCache *cache, uint32_t place, Arena *mem) {
    const CachedFile *file = &cache->files[place];
    FilePack pack = {.program = cache->request->cache->program,
                     .selection = file->selection,
                     .facts = file->facts,
                     .has_result = file->body.len > 0,
                     .fixes = file->fixes,
                     .is_quiet = file->is_quiet,
                     .asked_project = file->asked_project,
                     .record = buf_str(&file->record),
                     .result = buf_str(&file->body),
                     .units = buf_str(&file->units)};
    pack.mentions = mentions_of(cache, place, &pack.mention_count, mem);
    return pack;
}

/* A file around is worth a pack when it has none: what others see of it need not be found again. */
static bool is_due(const ScanCache *cache, uint32_t place) {
    const CachedFile *file = &cache->files[place];
    if (!file_at(cache->result, place)->document) {
        return false;
    }
    if (place >= cache->result->file_count) {
        return !file->has_pack;
    }
    return !file->is_known && file->body.len > 0 &&
           !cache->projects[cache->result->snapshots.of_entry[place]].is_doubtful;
}

static void write_job(void *data, uint32_t place, uint32_t worker) {
    ScanCache *cache = data;
    const Document *document = file_at(cache->result, place)->document;
    if (document) {
        unit_cache_write(cache->units, place, &document->outline, &cache->scratches[worker]);
        arena_reset(&cache->scratches[worker]);
    }
    if (!is_due(cache, place)) {
        return;
    }
    Arena *scratch = &cache->scratches[worker];
    FilePack pack = pack_of(cache, place, scratch);
    Buf bytes;
    buf_init(&bytes, 0);
    file_pack_put(&pack, &bytes);
    cache_write(cache->files[place].cache, CACHE_PACK, cache->files[place].name, buf_str(&bytes));
    buf_release(&bytes);
    arena_reset(scratch);
}

static void find_doubts(ScanCache *cache) {
    for (uint32_t place = 0; place < cache->result->file_count; place++) {
        const ScannedFile *file = &cache->result->files[place];
        if (file->document && file->counters.units_timed_out) {
            project_of(cache, place)->is_doubtful = true;
        }
    }
}

void scan_cache_write(ScanCache *cache, const ScanResult *result) {
    (void)result;
    find_doubts(cache);
    pool_run(cache->worker_count, cache->file_count, write_job, cache);
    cache_set_prune(cache->request->cache);
}
