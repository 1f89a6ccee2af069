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
