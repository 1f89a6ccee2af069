/* Knows how files of the snapshot become models and how their units are loaded; knows nothing about
 * rules or about what is asked. */
#include "engine/project_view.h"

#include "engine/questions.h"
#include "semantics/kinds.h"
#include "text/outline_change.h"

/* What a layer keeps of versions that are gone, before it starts anew. */
enum { HELD_BYTES_MAX = 32 << 20, MOVES_MAX = 500 };

/* One file of the snapshot that a question has reached. */
typedef struct ViewFile {
    FileModel model; /* first: given out */
    struct Layer *layer;
    FileLayers layers;
    const UnitFacts **facts; /* by UnitId */
    bool is_asked;           /* a question came to it; else its own analysis shares its units */
} ViewFile;

/* Classes that mention one of some trigger words. */
typedef struct Mentioning {
    TriggerSet words;
    ProjectUnits classes;
} Mentioning;

/* The snapshot, or the snapshot with some files in other versions. */
typedef struct Layer {
    ProjectView *view;
    const Snapshot *snapshot; /* NULL: nothing is remembered */
    uint64_t serial;
    uint64_t base_serial;
    uint32_t file_count;
    Document **documents;                          /* by FileId: as this layer sees them; held */
    struct DocumentList ARRAY_OF(Document *) gone; /* held: what is known may point into them */
    size_t gone_bytes;
    uint32_t moves;      /* to other versions */
    LaidDocuments laid;  /* the documents that are not the snapshot's, by file */
    ProjectIndex *index; /* over the snapshot's; NULL: not asked, or nothing is laid over */
    NameFilter called;   /* names that callers were asked for */
    uint64_t additions_key;
    struct MentioningList ARRAY_OF(Mentioning) mentioning; /* asked so far: a few */
    ViewFile **files;                                      /* by FileId; NULL: not opened */
    struct EntryList ARRAY_OF(UnitEntry *) entries;        /* held */
    Project project;
    ProjectLayers layers;
    const CatalogExtension *extension;
    Arena mem;
    Arena scratch;
} Layer;

struct ProjectView {
    Layer base;
    Layer over;
    Layer *current;
    LaidDocuments wanted; /* of the request at hand; not held */
    UnitParser *parser;
    UnitStore *store; /* may be NULL */
    ViewLimits limits;
    bool is_cancelled;
    ViewCounters counters;
    Arena mem;
};

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
static const Document *laid_document(const Layer *layer, FileId file) {
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

static const UnitFacts *find_or_parse(Layer *layer, const Outline *outline, UnitId unit) {
    UnitStore *store = layer->view->store;
    UnitEntry *entry = store ? unit_store_find(store, outline->units[unit].hash, 0) : NULL;
    if (entry) {
        return keep_entry(layer, entry);
    }
    ArenaMark mark = arena_mark(&layer->mem);
    const UnitFacts *facts = parse_unit(layer, outline, unit);
    if (!store || facts->timed_out) {
        unit_facts_complete((UnitFacts *)facts, &layer->mem);
        return facts;
    }
    entry = unit_store_add(store, facts, 0);
    arena_rewind(&layer->mem, mark);
    return keep_entry(layer, entry);
}

static void mark_asked(const ViewFile *file, UnitId unit) {
    const Layer *layer = file->layer;
    FileId id = file->model.id;
    if (laid_document(layer, id)) {
        return;
    }
    if (layer->snapshot->asked) {
        questions_mark(&layer->snapshot->asked[id]->units[unit]);
    }
    if (layer->snapshot->questions) {
        questions_mark_unit(&layer->snapshot->questions->files[id], file->model.outline, unit);
    }
}

static const UnitFacts *load(void *loader, UnitId unit) {
    ViewFile *file = loader;
    mark_asked(file, unit);
    if (!file->facts[unit]) {
        file->facts[unit] = find_or_parse(file->layer, file->model.outline, unit);
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
    if (layer->snapshot->questions) {
        questions_mark(&layer->snapshot->questions->files[id].is_opened);
    }
    return &file->model;
}

static void mark_classes(const Layer *layer) {
    if (layer->snapshot->questions) {
        questions_mark(&layer->snapshot->questions->classes);
    }
}

static const Outline *get_heads(void *context, FileId file) {
    mark_classes(context);
    return &document_of(context, file)->outline;
}

static void mark_all_of(const Snapshot *snapshot, FileId file) {
    if (snapshot->questions) {
        questions_mark(&snapshot->questions->files[file].is_opened);
        questions_mark(&snapshot->questions->files[file].is_whole);
    }
}

static const Outline *get_outline(void *context, FileId file) {
    mark_all_of(((Layer *)context)->snapshot, file);
    return &document_of(context, file)->outline;
}

const UnitFacts *project_view_unit(ProjectView *view, FileId own, UnitId unit) {
    Layer *layer = view->current;
    if (!layer || view->store || laid_document(layer, own)) {
        return NULL;
    }
    ViewFile *file = opened_file(layer, own);
    if (!file->facts[unit]) {
        file->facts[unit] = find_or_parse(layer, file->model.outline, unit);
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
    mark_classes(layer);
    return project_index_classes_named(index_of(layer), name, &layer->mem);
}

static ProjectUnits get_classes_mentioning(void *context, TriggerSet words) {
    Layer *layer = context;
    mark_classes(layer);
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
    if (layer->snapshot->questions) {
        questions_mark_callers(layer->snapshot->questions, name);
    }
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
static const Document *seen_document(const ViewRequest *request, const LaidDocuments *wanted,
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
        layer->documents[file] = document_retain((Document *)seen_document(request, wanted, file));
    }
    layer->files = ARENA_ARRAY(&layer->mem, ViewFile *, snapshot->count);
    layer->extension = catalog_extension_new(request->additions, &layer->mem);
    layer->layers = (ProjectLayers){.mem = &layer->mem, .scratch = &layer->scratch};
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

/* Of what is laid over another file every byte may count. */
static void mark_whole(const ViewRequest *request) {
    for (uint32_t i = 0; i < request->other_count; i++) {
        mark_all_of(request->snapshot, request->others[i].file);
    }
}

static bool same_laid(const LaidDocuments *a, const LaidDocuments *b) {
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = a->items[i].file == b->items[i].file && a->items[i].document == b->items[i].document;
    }
    return same;
}

static void lay_over(Layer *layer, const LaidDocuments *wanted) {
    layer->laid.count = 0;
    for (uint32_t i = 0; i < wanted->count; i++) {
        ARRAY_PUSH(&layer->laid, wanted->items[i]);
    }
}

/* ---- moving a layer to other versions ----------------------------------------------------------
 * What a layer knows stays true while each unit that it has read, and all that it was told of units
 * without reading them, is the same. */

/* Somebody may have looked for an attribute in a method that was not read, since it was not there.
 */
static bool shows_attribute(Layer *layer, FileId file, const Outline *after, UnitId unit) {
    UnitId parent = after->units[unit].parent;
    const ViewFile *opened = layer->files[file];
    return parent != UNIT_NONE && after->units[parent].kind == UNIT_CLASS && opened &&
           opened->facts[parent] &&
           kinds_would_read(&layer->project, file, parent,
                            str_span(after->text, after->units[unit].extent));
}

static bool shows_names(Layer *layer, const Outline *before, const Outline *after, UnitId unit) {
    Arena mem;
    arena_init(&mem);
    Str was = outline_unit_text(before, unit, &mem);
    Str is = outline_unit_text(after, unit, &mem);
    bool shows =
        project_index_text_key(was, &layer->called) != project_index_text_key(is, &layer->called);
    arena_release(&mem);
    return shows;
}

static bool shows_change(Layer *layer, FileId file, const Document *now) {
    const Outline *before = &layer->documents[file]->outline;
    const Outline *after = &now->outline;
    const ViewFile *opened = layer->files[file];
    if (!outline_same_shape(before, after)) {
        return true;
    }
    for (UnitId unit = 0; unit < after->unit_count; unit++) {
        bool changed = !hash_equal(before->units[unit].hash, after->units[unit].hash);
        if (changed &&
            ((opened && opened->facts[unit]) || shows_names(layer, before, after, unit) ||
             shows_attribute(layer, file, after, unit))) {
            return true;
        }
    }
    return false;
}

/* Flags of a file begin anew when its change was seen elsewhere, and are not set while a file is
 * laid over: what this layer has read counts all the same. */
static void mark_again(const Layer *layer) {
    for (FileId id = 0; id < layer->file_count; id++) {
        const ViewFile *file = layer->files[id];
        for (UnitId unit = 0; file && unit < file->model.outline->unit_count; unit++) {
            if (file->facts[unit]) {
                mark_asked(file, unit);
            }
        }
    }
}

static void move_file(Layer *layer, FileId id, const Document *now) {
    ViewFile *opened = layer->files[id];
    Document *was = layer->documents[id];
    layer->documents[id] = document_retain((Document *)now);
    if (!opened) {
        document_release(was);
        return;
    }
    ARRAY_PUSH(&layer->gone, was);
    layer->gone_bytes += was->outline.text.len;
    opened->model.path = now->path;
    opened->model.source = &now->source;
    opened->model.lines = &now->lines;
    opened->model.outline = &now->outline;
}

static bool may_move(const Layer *layer, const ViewRequest *request, uint64_t additions_key) {
    const Snapshot *snapshot = request->snapshot;
    return layer->view->store && layer->snapshot && !snapshot->questions &&
           layer->additions_key == additions_key && layer->base_serial == snapshot->base_serial &&
           layer->file_count == snapshot->count && layer->moves < MOVES_MAX &&
           layer->gone_bytes < HELD_BYTES_MAX;
}

/* False when something that was asked shows the change: then the layer must start anew. */
static bool move_layer(Layer *layer, const ViewRequest *request, const LaidDocuments *wanted,
                       uint64_t additions_key) {
    if (!may_move(layer, request, additions_key)) {
        return false;
    }
    for (FileId file = 0; file < layer->file_count; file++) {
        const Document *now = seen_document(request, wanted, file);
        if (now != layer->documents[file] && shows_change(layer, file, now)) {
            return false;
        }
    }
    layer->snapshot = request->snapshot;
    layer->serial = request->snapshot->serial;
    lay_over(layer, wanted);
    for (FileId file = 0; file < layer->file_count; file++) {
        const Document *now = seen_document(request, wanted, file);
        if (now != layer->documents[file]) {
            move_file(layer, file, now);
        }
    }
    mark_again(layer);
    project_index_free(layer->index);
    layer->index = NULL;
    layer->moves++;
    return true;
}

/* ---- entering --------------------------------------------------------------------------------
 */

const Project *project_view_enter(ProjectView *view, const ViewRequest *request) {
    want(&view->wanted, request);
    mark_whole(request);
    Layer *layer = view->wanted.count ? &view->over : &view->base;
    uint64_t additions_key = key_of(request->additions);
    bool is_current =
        layer->snapshot == request->snapshot && layer->serial == request->snapshot->serial &&
        layer->additions_key == additions_key && same_laid(&layer->laid, &view->wanted);
    if (!is_current && !move_layer(layer, request, &view->wanted, additions_key)) {
        layer_clear(layer);
        lay_over(layer, &view->wanted);
        layer_begin(layer, request, &view->wanted, additions_key);
    }
    view->limits = request->limits;
    view->is_cancelled = false;
    view->current = layer;
    return &layer->project;
}

bool project_view_has_opened(const ProjectView *view, FileId file) {
    return view->current && view->current->files[file] && view->current->files[file]->is_asked;
}

void project_view_leave(ProjectView *view, bool is_cancelled) {
    if (view->current && (is_cancelled || view->is_cancelled)) {
        layer_clear(view->current);
    }
    view->current = NULL;
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
    arena_release(&view->base.mem);
    arena_release(&view->base.scratch);
    arena_release(&view->over.mem);
    arena_release(&view->over.scratch);
    Arena mem = view->mem;
    arena_release(&mem);
}
