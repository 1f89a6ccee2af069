/* Knows how files of the snapshot become models and how their units are loaded; knows nothing about
 * rules or about what is asked. */
#include "engine/view_layer.h"

const Document *laid_documents_find(const LaidDocument *laid, uint32_t count, FileId file) {
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (laid[middle].file < file) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && laid[low].file == file ? laid[low].document : NULL;
}

/* NULL: the file is as the snapshot has it. */
const Document *layer_laid_document(const Layer *layer, FileId file) {
    return laid_documents_find(layer->laid.items, layer->laid.count, file);
}

/* ---- units ---------------------------------------------------------------------------------- */

static const UnitFacts *parse_unit(Layer *layer, const Outline *outline, UnitId unit) {
    ProjectView *view = layer->view;
    UnitFacts *facts = ARENA_NEW(&layer->mem, UnitFacts);
    facts->hash = outline->units[unit].hash;
    facts->text = outline_unit_text(outline, unit, &layer->mem);
    ParseLimits limits = {.deadline_microseconds = view->limits.unit_deadline_microseconds,
                          .cancelled = view->limits.cancel};
    ParsedUnit parsed;
    Status status = unit_parser_parse(view->parser, facts->text, limits,
                                      (ParseQueries){.set = NULL}, &layer->mem, &parsed);
    facts->ast = parsed.ast;
    facts->candidates = parsed.candidates;
    facts->timed_out = status < 0;
    view->is_cancelled = view->is_cancelled || status == STATUS_CANCELLED;
    view->counters.units_timed_out += facts->timed_out;
    view->counters.units_parsed++;
    view->counters.bytes_parsed += facts->text.len;
    return facts;
}

static const UnitFacts *keep_entry(Layer *layer, UnitEntry *entry) {
    ARRAY_PUSH(&layer->entries, entry);
    return unit_entry_facts(entry);
}

const UnitSource *project_view_source(const ProjectView *view, FileId own) {
    return view->current && !layer_laid_document(view->current, own) ? view->source : NULL;
}

/* What an earlier process has parsed; NULL: it has not. */
static const UnitFacts *find_kept(Layer *layer, FileId file, const Outline *outline, UnitId unit) {
    const UnitSource *source = project_view_source(layer->view, file);
    if (!source) {
        return NULL;
    }
    UnitFacts *facts = ARENA_NEW(&layer->mem, UnitFacts);
    facts->hash = outline->units[unit].hash;
    facts->text = outline_unit_text(outline, unit, &layer->mem);
    if (!source->find(source->data, file, 0, facts, &layer->mem)) {
        return NULL;
    }
    unit_facts_complete(facts, &layer->mem);
    return facts;
}

static const UnitFacts *find_or_parse(Layer *layer, FileId file, UnitId unit) {
    const Outline *outline = &layer->documents[file]->outline;
    UnitStore *store = layer->view->store;
    UnitEntry *entry = store ? unit_store_find(store, outline->units[unit].hash, 0) : NULL;
    if (entry) {
        return keep_entry(layer, entry);
    }
    const UnitFacts *kept = find_kept(layer, file, outline, unit);
    if (kept) {
        return kept;
    }
    ArenaMark mark = arena_mark(&layer->mem);
    const UnitFacts *facts = parse_unit(layer, outline, unit);
    if (!store || facts->timed_out) {
        const UnitSource *source = project_view_source(layer->view, file);
        if (source && !facts->timed_out) {
            source->keep(source->data, file, 0, facts);
        }
        unit_facts_complete((UnitFacts *)facts, &layer->mem);
        return facts;
    }
    entry = unit_store_add(store, facts, 0);
    arena_rewind(&layer->mem, mark);
    return keep_entry(layer, entry);
}

static void note_fact(const Layer *layer, uint32_t fact) {
    asks_note_fact(layer->layers.asks, fact);
}

static void note_file(const Layer *layer, FileId file, uint32_t which) {
    const FactNumbers *facts = layer->snapshot->facts;
    if (facts) {
        note_fact(layer, fact_of_file(facts, file, which));
    }
}

void layer_mark_asked(const ViewFile *file, UnitId unit) {
    const Layer *layer = file->layer;
    FileId id = file->model.id;
    if (layer_laid_document(layer, id)) {
        return;
    }
    if (layer->snapshot->asked) {
        atomic_uchar *flag = &layer->snapshot->asked[id]->units[unit];
        if (!atomic_load_explicit(flag, memory_order_relaxed)) {
            atomic_store_explicit(flag, 1, memory_order_relaxed);
        }
    }
    note_file(layer, id, FACT_UNITS + 2 * unit);
    if (layer->view->reads_texts) {
        note_file(layer, id, FACT_UNITS + 2 * unit + 1);
    }
}

static const UnitFacts *load(void *loader, UnitId unit) {
    ViewFile *file = loader;
    layer_mark_asked(file, unit);
    if (!file->facts[unit]) {
        file->facts[unit] = find_or_parse(file->layer, file->model.id, unit);
    }
    return file->facts[unit];
}

/* ---- files ---------------------------------------------------------------------------------- */

static const Document *document_of(const Layer *layer, FileId file) {
    return layer->documents[file];
}

static ViewFile *open_file(Layer *layer, FileId id) {
    const Document *document = document_of(layer, id);
    ViewFile *file = ARENA_NEW(&layer->mem, ViewFile);
    file->layer = layer;
    file->facts = ARENA_ARRAY(&layer->mem, const UnitFacts *, document->outline.unit_count);
    file->model = (FileModel){.path = document->path,
                              .source = &document->source,
                              .lines = &document->lines,
                              .outline = &document->outline,
                              .load = load,
                              .loader = file,
                              .id = id,
                              .is_shared = true,
                              .project = &layer->project,
                              .layers = &file->layers,
                              .extension = layer->extension,
                              .mem = &layer->mem};
    return file;
}

static ViewFile *opened_file(Layer *layer, FileId id) {
    if (!layer->files[id]) {
        layer->files[id] = open_file(layer, id);
    }
    return layer->files[id];
}

static const FileModel *get_file(void *context, FileId id) {
    Layer *layer = context;
    ViewFile *file = opened_file(layer, id);
    file->is_asked = true;
    note_file(layer, id, FACT_SHAPE);
    return &file->model;
}

static const Outline *get_heads(void *context, FileId file) {
    note_fact(context, FACT_CLASSES);
    return &document_of(context, file)->outline;
}

static const Outline *get_outline(void *context, FileId file) {
    note_file(context, file, FACT_WHOLE);
    return &document_of(context, file)->outline;
}

const UnitFacts *project_view_unit(ProjectView *view, FileId own, UnitId unit) {
    Layer *layer = view->current;
    if (!layer || view->store || layer_laid_document(layer, own)) {
        return NULL;
    }
    ViewFile *file = opened_file(layer, own);
    if (!file->facts[unit]) {
        file->facts[unit] = find_or_parse(layer, own, unit);
    }
    return file->facts[unit];
}

/* ---- what the index answers ------------------------------------------------------------------ */

/* With what is laid over it, made at the first question. */
static const ProjectIndex *index_of(Layer *layer) {
    if (layer->laid.count == 0) {
        return layer->snapshot->index;
    }
    if (!layer->index) {
        LaidFile *files = ARENA_ARRAY(&layer->mem, LaidFile, layer->laid.count);
        for (uint32_t i = 0; i < layer->laid.count; i++) {
            files[i] =
                (LaidFile){layer->laid.items[i].file, &layer->laid.items[i].document->outline};
        }
        layer->index = project_index_over(layer->snapshot->index, files, layer->laid.count);
    }
    return layer->index;
}

static FileId get_module(void *context, FileId from, Str dotted) {
    return project_index_module(((Layer *)context)->snapshot->index, from, dotted);
}

static bool get_is_package(void *context, FileId from, Str dotted) {
    return project_index_is_package(((Layer *)context)->snapshot->index, from, dotted);
}

static Str get_module_name(void *context, FileId file) {
    return project_index_module_name(((Layer *)context)->snapshot->index, file);
}

static ProjectUnits get_classes_named(void *context, Str name) {
    Layer *layer = context;
    note_fact(layer, FACT_CLASSES);
    return project_index_classes_named(index_of(layer), name, &layer->mem);
}

static ProjectUnits get_classes_mentioning(void *context, TriggerSet words) {
    Layer *layer = context;
    note_fact(layer, FACT_CLASSES);
    for (uint32_t i = 0; i < layer->mentioning.count; i++) {
        if (layer->mentioning.items[i].words == words) {
            return layer->mentioning.items[i].classes;
        }
    }
    ProjectUnits classes = project_index_classes_mentioning(index_of(layer), words, &layer->mem);
    ARENA_PUSH(&layer->mem, &layer->mentioning, ((Mentioning){words, classes}));
    return classes;
}

static ProjectUnits get_callers_named(void *context, Str name) {
    Layer *layer = context;
    if (layer->snapshot->asked_callers) {
        atomic_store_explicit(layer->snapshot->asked_callers, true, memory_order_relaxed);
    }
    note_fact(layer, fact_of_calls(name));
    name_filter_add(&layer->called, name);
    return project_index_callers_named(index_of(layer), name, &layer->mem);
}

/* ---- layers --------------------------------------------------------------------------------- */

static void layer_clear(Layer *layer) {
    for (uint32_t i = 0; i < layer->entries.count; i++) {
        unit_entry_release(layer->entries.items[i]);
    }
    ARRAY_RELEASE(&layer->entries);
    for (FileId file = 0; file < layer->file_count; file++) {
        document_release(layer->documents[file]);
    }
    for (uint32_t i = 0; i < layer->gone.count; i++) {
        document_release(layer->gone.items[i]);
    }
    ARRAY_RELEASE(&layer->gone);
    ARRAY_RELEASE(&layer->laid);
    project_index_free(layer->index);
    arena_reset(&layer->mem);
    arena_reset(&layer->scratch);
    layer->mentioning = (struct MentioningList){0};
    layer->index = NULL;
    layer->snapshot = NULL;
    layer->files = NULL;
    layer->documents = NULL;
    layer->file_count = 0;
    layer->gone_bytes = 0;
    layer->moves = 0;
    layer->called = (NameFilter){{0}};
}

/* The version that the request is about. */
const Document *layer_seen_document(const ViewRequest *request, const LaidDocuments *wanted,
                                    FileId file) {
    const Document *laid = laid_documents_find(wanted->items, wanted->count, file);
    return laid ? laid : request->snapshot->documents[file];
}

static void layer_begin(Layer *layer, const ViewRequest *request, const LaidDocuments *wanted,
                        uint64_t additions_key) {
    const Snapshot *snapshot = request->snapshot;
    layer->snapshot = snapshot;
    layer->serial = snapshot->serial;
    layer->base_serial = snapshot->base_serial;
    layer->additions_key = additions_key;
    layer->file_count = snapshot->count;
    layer->documents = ARENA_ARRAY(&layer->mem, Document *, snapshot->count);
    for (FileId file = 0; file < snapshot->count; file++) {
        layer->documents[file] =
            document_retain((Document *)layer_seen_document(request, wanted, file));
    }
    layer->files = ARENA_ARRAY(&layer->mem, ViewFile *, snapshot->count);
    layer->extension = catalog_extension_new(request->additions, &layer->mem);
    layer->layers = (ProjectLayers){.mem = &layer->mem, .scratch = &layer->scratch};
    if (snapshot->facts) {
        layer->layers.asks = asks_new(fact_count(snapshot->facts), &layer->mem);
    }
    layer->project = (Project){.context = layer,
                               .file = get_file,
                               .outline = get_outline,
                               .heads = get_heads,
                               .module = get_module,
                               .is_package = get_is_package,
                               .module_name = get_module_name,
                               .classes_named = get_classes_named,
                               .classes_mentioning = get_classes_mentioning,
                               .callers_named = get_callers_named,
                               .file_count = snapshot->count,
                               .layers = &layer->layers};
}

static uint64_t mix_paths(uint64_t key, CatalogPaths paths) {
    for (uint32_t i = 0; i < paths.count; i++) {
        key = (key ^ hash_short(paths.items[i])) * 0xff51afd7ed558ccdu;
    }
    return key * 0x9e3779b97f4a7c15u + 1;
}

static uint64_t key_of(const CatalogAdditions *additions) {
    const CatalogPaths lists[] = {additions->blocking,    additions->http_request,
                                  additions->file_handle, additions->pure,
                                  additions->timeout,     additions->same_as};
    uint64_t key = 1;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        key = mix_paths(key, lists[i]);
    }
    for (uint32_t i = 0; i < LIBRARY_COUNT; i++) {
        LibraryRange range = additions->libraries.ranges[i];
        key = (key ^ ((uint64_t)range.least << 32 | range.before)) * 0x9e3779b97f4a7c15u;
    }
    return key;
}

/* What the request lays over the snapshot, its own document included, by file. */
static void want(LaidDocuments *wanted, const ViewRequest *request) {
    const Snapshot *snapshot = request->snapshot;
    LaidDocument own = {request->own, request->document};
    bool is_due = own.document != snapshot->documents[own.file];
    wanted->count = 0;
    for (uint32_t i = 0; i < request->other_count; i++) {
        LaidDocument other = request->others[i];
        if (is_due && own.file < other.file) {
            ARRAY_PUSH(wanted, own);
            is_due = false;
        }
        if (other.file != own.file && other.document != snapshot->documents[other.file]) {
            ARRAY_PUSH(wanted, other);
        }
    }
    if (is_due) {
        ARRAY_PUSH(wanted, own);
    }
}

/* Of what is laid over another file every byte may count; so it does of a file that is analysed
 * for the sake of the one whose results are collected. */
static void begin_run(Layer *layer, const ViewRequest *request) {
    layer->run = ANSWER_NONE;
    (void)asks_enter(layer->layers.asks, &layer->run);
    for (uint32_t i = 0; i < request->other_count; i++) {
        note_file(layer, request->others[i].file, FACT_WHOLE);
    }
    if (request->own != layer->view->told_own) {
        note_file(layer, request->own, FACT_WHOLE);
    }
}

static void take_fact(void *data, uint32_t fact) {
    told_facts_add(data, fact);
}

static void end_run(Layer *layer) {
    ProjectView *view = layer->view;
    if (layer->layers.asks && view->listens) {
        asks_collect(layer->layers.asks, layer->run, view->listens, take_fact, &view->told);
    }
}

static bool same_laid(const LaidDocuments *a, const LaidDocuments *b) {
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = a->items[i].file == b->items[i].file && a->items[i].document == b->items[i].document;
    }
    return same;
}

void layer_lay_over(Layer *layer, const LaidDocuments *wanted) {
    layer->laid.count = 0;
    for (uint32_t i = 0; i < wanted->count; i++) {
        ARRAY_PUSH(&layer->laid, wanted->items[i]);
    }
}

/* ---- entering --------------------------------------------------------------------------------
 */

const Project *project_view_enter(ProjectView *view, const ViewRequest *request) {
    want(&view->wanted, request);
    Layer *layer = view->wanted.count ? &view->over : &view->base;
    uint64_t additions_key = key_of(request->additions);
    bool is_current =
        layer->snapshot == request->snapshot && layer->serial == request->snapshot->serial &&
        layer->additions_key == additions_key && same_laid(&layer->laid, &view->wanted);
    if (!is_current && !layer_move(layer, request, &view->wanted, additions_key)) {
        layer_clear(layer);
        layer_lay_over(layer, &view->wanted);
        layer_begin(layer, request, &view->wanted, additions_key);
    }
    view->limits = request->limits;
    view->is_cancelled = false;
    view->current = layer;
    view->reads_texts = true;
    begin_run(layer, request);
    return &layer->project;
}

void project_view_read_code(ProjectView *view) {
    view->reads_texts = false;
}

bool project_view_has_opened(const ProjectView *view, FileId file) {
    return view->current && view->current->files[file] && view->current->files[file]->is_asked;
}

void project_view_leave(ProjectView *view, bool is_cancelled) {
    if (view->current && (is_cancelled || view->is_cancelled)) {
        layer_clear(view->current);
    } else if (view->current) {
        end_run(view->current);
    }
    view->current = NULL;
}

void project_view_listen(ProjectView *view, const Snapshot *snapshot, FileId own,
                         const UnitSource *source) {
    view->source = source;
    told_facts_clear(&view->told, fact_count(snapshot->facts));
    view->told_own = own;
    view->listens++;
}

ToldFacts *project_view_told(ProjectView *view) {
    return &view->told;
}

void project_view_forget_laid(ProjectView *view) {
    layer_clear(&view->over);
}

void project_view_forget(ProjectView *view) {
    layer_clear(&view->base);
    layer_clear(&view->over);
}

ViewCounters project_view_counters(ProjectView *view) {
    ViewCounters counters = view->counters;
    view->counters = (ViewCounters){.units_parsed = 0};
    return counters;
}

ProjectView *project_view_new(UnitParser *parser, UnitStore *store) {
    Arena mem;
    arena_init(&mem);
    ProjectView *view = ARENA_NEW(&mem, ProjectView);
    view->parser = parser;
    view->store = store;
    view->base.view = view->over.view = view;
    view->mem = mem;
    return view;
}

void project_view_free(ProjectView *view) {
    if (!view) {
        return;
    }
    project_view_forget(view);
    ARRAY_RELEASE(&view->wanted);
    told_facts_release(&view->told);
    arena_release(&view->base.mem);
    arena_release(&view->base.scratch);
    arena_release(&view->over.mem);
    arena_release(&view->over.scratch);
    Arena mem = view->mem;
    arena_release(&mem);
}
