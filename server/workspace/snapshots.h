/* The projects of a scan, each as the engine sees it: opened documents grouped by the root that
 * their paths count from. */
#ifndef BLUETICK_WORKSPACE_SNAPSHOTS_H
#define BLUETICK_WORKSPACE_SNAPSHOTS_H

#include "engine/project_view.h"
#include "workspace/file_set.h"

typedef struct SnapshotEntry {
    const InputFile *input;
    Document *document; /* held by the caller for as long as the snapshots; NULL: left out */
} SnapshotEntry;

typedef struct Snapshots {
    Snapshot *items;
    uint32_t count;
    const InputFile *const **inputs; /* by snapshot, by FileId */
    uint32_t *of_entry; /* by entry: its snapshot; of entries without document nothing */
    Arena mem;
} Snapshots;

/* In any order of entries, with the same result. */
void snapshots_build(Snapshots *out, const SnapshotEntry *entries, uint32_t count);
/* Files that may be laid over before everything is made anew. */
enum { LAID_FILES_MAX = 32 };

/* The snapshots of `base` with its files as the entries have them now: the same files, in the same
 * order. Indexes are laid over those of `base`, which must outlive this: O(files) instead of
 * O(bytes). False, and nothing made, when that cannot be: a file has moved, or too many differ. */
bool snapshots_lay_over(Snapshots *out, const Snapshots *base, const SnapshotEntry *entries,
                        uint32_t count);

/* How a path from the root of a snapshot is shown: from the working directory. The path itself when
 * the snapshot has no such file. */
Str snapshots_shown_path(const Snapshots *snapshots, uint32_t snapshot, Str path);

void snapshots_release(Snapshots *snapshots);

#endif
