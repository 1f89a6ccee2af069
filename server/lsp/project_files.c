/* Knows how one state of the workspace's files follows from the one before; refuses to know when
 * that is wanted. */
#include "lsp/project_files.h"

#include "base/memory.h"
#include "io/file.h"
#include "io/path.h"
#include "text/outline_change.h"

#include <stdlib.h>

typedef struct ProjectEntries ARRAY_OF(SnapshotEntry) ProjectEntries;

/* As on disk. */
#define VERSION_NONE INT64_MIN

struct ProjectFiles {
    atomic_uint holders;
    ProjectEntries entries;                        /* documents held */
    struct VersionList ARRAY_OF(int64_t) versions; /* by entry: the client's; VERSION_NONE */
    AskedUnits **asked;                            /* by entry; held */
    atomic_bool asked_callers;
    Interner absolutes; /* id - 1 = entry */
    Snapshots snapshots;
    ProjectFiles *base; /* held: its indexes are what these are laid over; NULL: they are whole */
    uint64_t key;
    Arena mem; /* holds this too */
};

/* ---- asked units ----------------------------------------------------------------------------- */

static AskedUnits *asked_new(uint32_t count) {
    AskedUnits *asked = memory_allocate_zeroed(1, sizeof *asked + count);
    atomic_init(&asked->holders, 1);
    asked->count = count;
    return asked;
}

static AskedUnits *asked_retain(AskedUnits *asked) {
    atomic_fetch_add(&asked->holders, 1);
    return asked;
}

static void asked_release(AskedUnits *asked) {
    if (asked && atomic_fetch_sub(&asked->holders, 1) == 1) {
        free(asked);
    }
}

/* ---- states ---------------------------------------------------------------------------------- */

static ProjectFiles *files_new(void) {
    Arena mem;
    arena_init(&mem);
    ProjectFiles *files = ARENA_NEW(&mem, ProjectFiles);
    files->mem = mem;
    atomic_init(&files->holders, 1);
    interner_init(&files->absolutes, NULL);
    return files;
}

ProjectFiles *project_files_retain(ProjectFiles *files) {
    if (files) {
        atomic_fetch_add(&files->holders, 1);
    }
    return files;
}

/* Returns the state that was held by it; NULL: none, or it is held by others still. */
static ProjectFiles *release_one(ProjectFiles *files) {
    if (!files || atomic_fetch_sub(&files->holders, 1) > 1) {
        return NULL;
    }
    ProjectFiles *base = files->base;
    snapshots_release(&files->snapshots);
    for (uint32_t i = 0; i < files->entries.count; i++) {
        document_release(files->entries.items[i].document);
        asked_release(files->asked ? files->asked[i] : NULL);
    }
    ARRAY_RELEASE(&files->entries);
    ARRAY_RELEASE(&files->versions);
    interner_release(&files->absolutes);
    Arena mem = files->mem;
    arena_release(&mem);
    return base;
}

void project_files_release(ProjectFiles *files) {
    while (files) {
        files = release_one(files);
    }
}

/* Takes over the hold on the document. A file that is there already is left as it is. */
static void add_entry(ProjectFiles *files, Str absolute, Str root_path, Document *document,
                      int64_t version) {
    InputFile *input = ARENA_NEW(&files->mem, InputFile);
    input->absolute = arena_copy(&files->mem, absolute);
    input->root_path = arena_copy(&files->mem, root_path);
    input->path = input->absolute;
    uint32_t known = files->absolutes.count;
    interner_add(&files->absolutes, input->absolute);
    if (files->absolutes.count == known) {
        document_release(document);
        return;
    }
    ARRAY_PUSH(&files->entries, ((SnapshotEntry){input, document}));
    ARRAY_PUSH(&files->versions, version);
}

static Document *read_document(Str absolute, Str root_path, Arena *scratch) {
    Str bytes;
    Buf reason;
    Document *document = NULL;
    buf_init(&reason, 0);
    if (file_read(&bytes, absolute, SOURCE_BYTES_MAX, scratch, NULL, &reason) < 0 ||
        document_open(&document, root_path, bytes, &reason) < 0) {
        document = NULL;
    }
    buf_release(&reason);
    return document;
}

static uint32_t entry_of(const ProjectFiles *files, Str absolute) {
    NameId id = interner_find(&files->absolutes, absolute);
    return id == NAME_NONE ? UINT32_MAX : id - 1;
}

/* The snapshots point to the entries' flags. */
static void join_asked(ProjectFiles *files) {
    Snapshots *snapshots = &files->snapshots;
    for (uint32_t i = 0; i < snapshots->count; i++) {
        Snapshot *snapshot = &snapshots->items[i];
        AskedUnits **asked = ARENA_ARRAY(&files->mem, AskedUnits *, snapshot->count);
        for (FileId file = 0; file < snapshot->count; file++) {
            asked[file] = files->asked[entry_of(files, snapshots->inputs[i][file]->absolute)];
        }
        snapshot->asked = asked;
        snapshot->asked_callers = &files->asked_callers;
        snapshot->key = files->key;
    }
}

/* The same files as before: most of what their indexes say still holds. */
static bool build_over(ProjectFiles *files, ProjectFiles *base) {
    if (!base || base->entries.count != files->entries.count) {
        return false;
    }
    for (uint32_t i = 0; i < files->entries.count; i++) {
        const InputFile *now = files->entries.items[i].input;
        const InputFile *then = base->entries.items[i].input;
        if (!str_equal(now->absolute, then->absolute) ||
            !str_equal(now->root_path, then->root_path)) {
            return false;
        }
    }
    if (!snapshots_lay_over(&files->snapshots, &base->snapshots, files->entries.items,
                            files->entries.count)) {
        return false;
    }
    files->base = project_files_retain(base);
    return true;
}

/* `serial` is no other state's; `base` may be NULL. */
static void finish(ProjectFiles *files, ProjectFiles *base, uint64_t serial, uint64_t key) {
    bool is_over = build_over(files, base);
    if (!is_over) {
        snapshots_build(&files->snapshots, files->entries.items, files->entries.count);
    }
    for (uint32_t i = 0; i < files->snapshots.count; i++) {
        files->snapshots.items[i].serial = serial;
        files->snapshots.items[i].base_serial = is_over ? base->snapshots.items[i].serial : serial;
    }
    files->key = key;
    join_asked(files);
}

/* ---- opening --------------------------------------------------------------------------------- */

static void open_root(ProjectFiles *files, Str root, Arena *scratch) {
    ConfigFiles configs;
    FileSet set;
    Buf reason;
    buf_init(&reason, 0);
    config_files_init(&configs, root, scratch);
    FileSetRequest request = {
        .arguments = &root, .argument_count = 1, .configs = &configs, .mem = scratch};
    /* A broken config is told with the documents that it is for. */
    Status status = file_set_collect(&set, &request, &reason);
    (void)status;
    Arena bytes;
    arena_init(&bytes);
    for (uint32_t i = 0; i < set.files.count; i++) {
        const InputFile *input = &set.files.items[i];
        Document *document = read_document(input->absolute, input->root_path, &bytes);
        if (document) {
            add_entry(files, input->absolute, input->root_path, document, VERSION_NONE);
        }
        arena_reset(&bytes);
    }
    arena_release(&bytes);
    file_set_release(&set);
    config_files_release(&configs);
    buf_release(&reason);
}

ProjectFiles *project_files_open(const Str *roots, uint32_t root_count, uint64_t key) {
    ProjectFiles *files = files_new();
    Arena scratch;
    arena_init(&scratch);
    for (uint32_t i = 0; i < root_count; i++) {
        open_root(files, roots[i], &scratch);
    }
    arena_release(&scratch);
    files->asked = ARENA_ARRAY(&files->mem, AskedUnits *, files->entries.count);
    for (uint32_t i = 0; i < files->entries.count; i++) {
        files->asked[i] = asked_new(files->entries.items[i].document->outline.unit_count);
    }
    finish(files, NULL, key, key);
    return files;
}

/* ---- changing -------------------------------------------------------------------------------- */

/* Documents that carry the path of another root are opened anew under the right one. */
static Document *changed_document(const FileChange *change, Str root_path, Arena *scratch) {
    if (!change->document) {
        return read_document(change->absolute, root_path, scratch);
    }
    return document_retain(change->document);
}

static const FileChange *change_of(const FileChange *changes, uint32_t count, Str absolute) {
    for (uint32_t i = count; i > 0; i--) { /* the last one counts */
        if (str_equal(changes[i - 1].absolute, absolute)) {
            return &changes[i - 1];
        }
    }
    return NULL;
}

static int64_t version_of(const FileChange *change) {
    return change->document ? change->version : VERSION_NONE;
}

static void copy_entries(ProjectFiles *files, const ProjectFiles *before, const FileChange *changes,
                         uint32_t count, Arena *scratch) {
    for (uint32_t i = 0; i < before->entries.count; i++) {
        const InputFile *input = before->entries.items[i].input;
        const FileChange *change = change_of(changes, count, input->absolute);
        Document *document = change ? changed_document(change, input->root_path, scratch)
                                    : document_retain(before->entries.items[i].document);
        int64_t version = change ? version_of(change) : before->versions.items[i];
        if (document) {
            add_entry(files, input->absolute, input->root_path, document, version);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        bool is_new = entry_of(before, changes[i].absolute) == UINT32_MAX;
        Document *document = is_new && changes[i].root_path.len
                                 ? changed_document(&changes[i], changes[i].root_path, scratch)
                                 : NULL;
        if (document) {
            add_entry(files, changes[i].absolute, changes[i].root_path, document,
                      version_of(&changes[i]));
        }
    }
}

/* Attributes of a class that was asked for are looked for in its methods before those are read. */
static bool shows_attribute(const Outline *before, const Outline *after, const AskedUnits *asked,
                            UnitId id) {
    UnitId parent = after->units[id].parent;
    return parent != UNIT_NONE && after->units[parent].kind == UNIT_CLASS &&
           atomic_load(&asked->units[parent]) &&
           outline_attributes_key(before, id) != outline_attributes_key(after, id);
}

/* Could somebody who asked get another answer? */
static bool is_visible(const Outline *before, const Outline *after, const AskedUnits *asked) {
    if (!outline_same_shape(before, after)) {
        return true;
    }
    for (UnitId id = 0; id < before->unit_count; id++) {
        bool changed = !hash_equal(before->units[id].hash, after->units[id].hash);
        if (changed &&
            (atomic_load(&asked->units[id]) || shows_attribute(before, after, asked, id))) {
            return true;
        }
    }
    return false;
}

/* Flags of unchanged shape go on; true when some change can be seen from outside its file. */
static bool take_asked(ProjectFiles *files, const ProjectFiles *before) {
    bool visible = files->entries.count != before->entries.count;
    files->asked = ARENA_ARRAY(&files->mem, AskedUnits *, files->entries.count);
    for (uint32_t i = 0; i < files->entries.count; i++) {
        const SnapshotEntry *entry = &files->entries.items[i];
        uint32_t old = entry_of(before, entry->input->absolute);
        const Document *was = old == UINT32_MAX ? NULL : before->entries.items[old].document;
        bool same =
            was && (was == entry->document ||
                    !is_visible(&was->outline, &entry->document->outline, before->asked[old]));
        visible = visible || !same;
        files->asked[i] = same ? asked_retain(before->asked[old])
                               : asked_new(entry->document->outline.unit_count);
    }
    return visible;
}

/* A call that came or went matters to who asked for callers by name. */
static bool calls_differ(const ProjectFiles *files, const ProjectFiles *before) {
    if (files->snapshots.count != before->snapshots.count) {
        return true;
    }
    for (uint32_t i = 0; i < files->snapshots.count; i++) {
        const Snapshot *now = &files->snapshots.items[i];
        const Snapshot *then = &before->snapshots.items[i];
        for (FileId file = 0; file < now->count; file++) {
            if (now->count != then->count || project_index_calls_key(now->index, file) !=
                                                 project_index_calls_key(then->index, file)) {
                return true;
            }
        }
    }
    return false;
}

ProjectFiles *project_files_change(ProjectFiles *before, const FileChange *changes, uint32_t count,
                                   uint64_t new_key, bool is_visible_anyway) {
    ProjectFiles *files = files_new();
    Arena scratch;
    arena_init(&scratch);
    copy_entries(files, before, changes, count, &scratch);
    arena_release(&scratch);
    bool visible = take_asked(files, before) || is_visible_anyway;
    atomic_init(&files->asked_callers, atomic_load(&before->asked_callers));
    finish(files, before->base ? before->base : before, new_key, before->key);
    if (visible || (atomic_load(&files->asked_callers) && calls_differ(files, before))) {
        files->key = new_key;
        join_asked(files);
    }
    return files;
}

/* ---- questions ------------------------------------------------------------------------------- */

uint64_t project_files_key(const ProjectFiles *files) {
    return files->key;
}

uint32_t project_files_count(const ProjectFiles *files) {
    return files->entries.count;
}

const int64_t *project_files_version(const ProjectFiles *files, Str absolute) {
    uint32_t entry = files ? entry_of(files, absolute) : UINT32_MAX;
    bool is_open = entry != UINT32_MAX && files->versions.items[entry] != VERSION_NONE;
    return is_open ? &files->versions.items[entry] : NULL;
}

const Snapshot *project_files_snapshot(const ProjectFiles *files, Str absolute) {
    uint32_t entry = files ? entry_of(files, absolute) : UINT32_MAX;
    return entry == UINT32_MAX ? NULL : &files->snapshots.items[files->snapshots.of_entry[entry]];
}

bool project_files_locate(const ProjectFiles *files, const Snapshot *snapshot, Str path,
                          Str *absolute, const Document **document) {
    FileId file = snapshot ? project_index_find(snapshot->index, path) : FILE_NONE;
    if (file == FILE_NONE) {
        return false;
    }
    uint32_t place = (uint32_t)(snapshot - files->snapshots.items);
    *absolute = files->snapshots.inputs[place][file]->absolute;
    *document = snapshot->documents[file];
    return true;
}

static bool is_elsewhere(const Document *was, uint32_t then, const Document *is, uint32_t now) {
    Position from = line_index_position(&was->lines, then, POSITION_UTF8);
    Position to = line_index_position(&is->lines, now, POSITION_UTF8);
    return from.row != to.row || from.column != to.column;
}

static bool is_moved(const Document *was, const Document *is, Span place) {
    if (!outline_same_shape(&was->outline, &is->outline)) {
        return true;
    }
    UnitId unit = outline_unit_at(&was->outline, place.start);
    Span inside = {outline_to_unit(&was->outline, unit, place.start),
                   outline_to_unit(&was->outline, unit, place.end)};
    Span now = outline_span_to_file(&is->outline, unit, inside);
    return is_elsewhere(was, place.start, is, now.start) ||
           is_elsewhere(was, place.end, is, now.end);
}

bool project_files_moved(const ProjectFiles *then, const Snapshot *snapshot, const Related *place,
                         const ProjectFiles *now) {
    Str absolute;
    const Document *was;
    if (then == now || place->path.len == 0 ||
        !project_files_locate(then, snapshot, place->path, &absolute, &was)) {
        return false;
    }
    uint32_t entry = entry_of(now, absolute);
    const Document *is = entry == UINT32_MAX ? NULL : now->entries.items[entry].document;
    return is == NULL || (is != was && is_moved(was, is, place->span));
}
