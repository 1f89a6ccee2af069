/* Knows which files make one project. Refuses to know how they were read. */
#include "workspace/snapshots.h"

typedef struct Member {
    Str root; /* absolute */
    Str path; /* from there */
    uint32_t entry;
} Member;

static Str root_of(const InputFile *input) {
    bool ends = str_ends_with(input->absolute, input->root_path);
    return ends ? str_slice(input->absolute, 0, input->absolute.len - input->root_path.len)
                : input->absolute;
}

static int compare_members(const void *a, const void *b) {
    const Member *left = a;
    const Member *right = b;
    int order = str_compare(left->root, right->root);
    order = order ? order : str_compare(left->path, right->path);
    return order ? order : (left->entry > right->entry) - (left->entry < right->entry);
}

static uint32_t collect(Member *members, const SnapshotEntry *entries, uint32_t count) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].document) {
            const InputFile *input = entries[i].input;
            members[found++] = (Member){root_of(input), input->root_path, i};
        }
    }
    return found;
}

/* Files of one root, each path once. */
static void add_snapshot(Snapshots *out, const SnapshotEntry *entries, const Member *members,
                         uint32_t count) {
    IndexFile *files = ARENA_ARRAY(&out->mem, IndexFile, count);
    Document **documents = ARENA_ARRAY(&out->mem, Document *, count);
    const InputFile **inputs = ARENA_ARRAY(&out->mem, const InputFile *, count);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        Document *document = entries[members[i].entry].document;
        out->of_entry[members[i].entry] = out->count;
        if (i == 0 || !str_equal(members[i].path, members[i - 1].path)) {
            files[kept] = (IndexFile){document->path, &document->outline};
            inputs[kept] = entries[members[i].entry].input;
            documents[kept++] = document;
        }
    }
    out->inputs[out->count] = inputs;
    uint64_t key = PROJECT_NONE + 1 + out->count;
    out->items[out->count++] = (Snapshot){.index = project_index_new(files, kept),
                                          .documents = documents,
                                          .count = kept,
                                          .serial = key,
                                          .base_serial = key,
                                          .key = key};
}

void snapshots_build(Snapshots *out, const SnapshotEntry *entries, uint32_t count) {
    *out = (Snapshots){.count = 0};
    arena_init(&out->mem);
    Member *members = ARENA_ARRAY(&out->mem, Member, count);
    uint32_t member_count = collect(members, entries, count);
    if (member_count > 1) {
        qsort(members, member_count, sizeof *members, compare_members);
    }
    out->items = ARENA_ARRAY(&out->mem, Snapshot, member_count);
    out->inputs = ARENA_ARRAY(&out->mem, const InputFile *const *, member_count);
    out->of_entry = ARENA_ARRAY(&out->mem, uint32_t, count);
    uint32_t first = 0;
    for (uint32_t i = 1; i <= member_count; i++) {
        if (i == member_count || !str_equal(members[i].root, members[first].root)) {
            add_snapshot(out, entries, members + first, i - first);
            first = i;
        }
    }
}

/* ---- laid over --------------------------------------------------------------------------------
 */

/* Puts the entries' documents where the base has theirs; false when one has no place. */
static bool place_entries(Snapshots *out, const Snapshots *base, const SnapshotEntry *entries,
                          uint32_t count, Document ***documents, const InputFile ***inputs) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t snapshot = base->of_entry[i];
        const Document *document = entries[i].document;
        FileId file =
            document ? project_index_find(base->items[snapshot].index, document->path) : FILE_NONE;
        if (file == FILE_NONE) {
            return false;
        }
        out->of_entry[i] = snapshot;
        documents[snapshot][file] = entries[i].document;
        inputs[snapshot][file] = entries[i].input;
    }
    return true;
}

/* The files of a snapshot that are not as the base has them; false when there are too many. */
static bool find_laid(const Snapshot *base, Document *const *documents, LaidFile *laid,
                      uint32_t *count) {
    *count = 0;
    for (FileId file = 0; file < base->count; file++) {
        if (documents[file] == base->documents[file]) {
            continue;
        }
        if (*count == LAID_FILES_MAX || !documents[file]) {
            return false;
        }
        laid[(*count)++] = (LaidFile){file, &documents[file]->outline};
    }
    return true;
}

static bool lay_snapshots(Snapshots *out, const Snapshots *base, Document ***documents) {
    for (uint32_t i = 0; i < base->count; i++) {
        LaidFile laid[LAID_FILES_MAX];
        uint32_t count;
        if (!find_laid(&base->items[i], documents[i], laid, &count)) {
            return false;
        }
        out->items[out->count++] =
            (Snapshot){.index = project_index_over(base->items[i].index, laid, count),
                       .documents = documents[i],
                       .count = base->items[i].count};
    }
    return true;
}

bool snapshots_lay_over(Snapshots *out, const Snapshots *base, const SnapshotEntry *entries,
                        uint32_t count) {
    *out = (Snapshots){.count = 0};
    arena_init(&out->mem);
    out->items = ARENA_ARRAY(&out->mem, Snapshot, base->count);
    out->of_entry = ARENA_ARRAY(&out->mem, uint32_t, count);
    Document ***documents = ARENA_ARRAY(&out->mem, Document **, base->count);
    const InputFile ***inputs = ARENA_ARRAY(&out->mem, const InputFile **, base->count);
    for (uint32_t i = 0; i < base->count; i++) {
        documents[i] = ARENA_ARRAY(&out->mem, Document *, base->items[i].count);
        inputs[i] = ARENA_ARRAY(&out->mem, const InputFile *, base->items[i].count);
    }
    out->inputs = (const InputFile *const **)inputs;
    if (place_entries(out, base, entries, count, documents, inputs) &&
        lay_snapshots(out, base, documents)) {
        return true;
    }
    snapshots_release(out);
    return false;
}

/* ---- questions --------------------------------------------------------------------------------
 */

Str snapshots_shown_path(const Snapshots *snapshots, uint32_t snapshot, Str path) {
    FileId file = project_index_find(snapshots->items[snapshot].index, path);
    return file == FILE_NONE ? path : snapshots->inputs[snapshot][file]->path;
}

void snapshots_release(Snapshots *snapshots) {
    for (uint32_t i = 0; i < snapshots->count; i++) {
        project_index_free(snapshots->items[i].index);
    }
    arena_release(&snapshots->mem);
}
