/* The files of the workspace at one moment, as the engine sees them: one immutable state, held by
 * the session and by the jobs that work with it. */
#ifndef BLUETICK_LSP_PROJECT_FILES_H
#define BLUETICK_LSP_PROJECT_FILES_H

#include "findings/finding.h"
#include "workspace/snapshots.h"

typedef struct ProjectFiles ProjectFiles;

/* One file as it is now. */
typedef struct FileChange {
    Str absolute;
    Str root_path;      /* from the root of its project; empty: as it was known before, if it was */
    Document *document; /* borrowed; NULL: as it is on disk, or gone */
    int64_t version;    /* of the client's text, with a document */
} FileChange;

/* Walks the folders and opens what the excludes leave. Slow: for a worker. */
ProjectFiles *project_files_open(const Str *roots, uint32_t root_count, uint64_t key);

/* `before` with some files changed. The snapshots' key stays that of `before` when no question that
 * anybody asked can have another answer, and `is_visible_anyway` is not set; else it is `new_key`,
 * which must never have been used: results are kept longer than states. Slow: for a worker. */
ProjectFiles *project_files_change(ProjectFiles *before, const FileChange *changes, uint32_t count,
                                   uint64_t new_key, bool is_visible_anyway);

/* Any thread. NULL is fine. */
ProjectFiles *project_files_retain(ProjectFiles *files);
void project_files_release(ProjectFiles *files);

/* Different when results that asked the project may be out of date. */
uint64_t project_files_key(const ProjectFiles *files);

uint32_t project_files_count(const ProjectFiles *files);

/* The project of a file; NULL when it is in none. */
const Snapshot *project_files_snapshot(const ProjectFiles *files, Str absolute);

/* The client's version of the text that the project has of a file; NULL: it is as on disk. */
const int64_t *project_files_version(const ProjectFiles *files, Str absolute);

/* True when a place in another file, of a result that was made with `then`, lies elsewhere in `now`
 * though its unit says the same: something above it has changed. */
bool project_files_moved(const ProjectFiles *then, const Snapshot *snapshot, const Related *place,
                         const ProjectFiles *now);

/* Where a path of that snapshot lies on disk, and its document; false when it has no such file. */
bool project_files_locate(const ProjectFiles *files, const Snapshot *snapshot, Str path,
                          Str *absolute, const Document **document);

#endif
