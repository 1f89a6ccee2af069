/* Fixing on disk: rounds of fixes for each file, then fixes over several files one after another
 * (engine/fix.h), then one atomic write a file. Only files that were scanned are changed. */
#ifndef BLUETICK_WORKSPACE_FIX_FILES_H
#define BLUETICK_WORKSPACE_FIX_FILES_H

#include "workspace/scan.h"

typedef struct FixedFile {
    const ScannedFile *scanned;
    FixAllResult result; /* texts live in the fix's arenas */
    Str before;          /* decoded text before */
    Status written;      /* STATUS_OK: on disk, or nothing to write */
    Str trouble;         /* why not, when written < 0 */
    Str bytes;           /* what the file becomes, encoded; set when result.changed */
} FixedFile;

typedef struct FixFilesRequest {
    const ScanRequest *scan; /* setup, text, workers */
    const ScanResult *scanned;
    /* Which safeties fixes may have: bit set of 1 << Safety; placeholders are added for files whose
     * config or flags name docs rules. */
    uint32_t safeties;
    bool (*wants)(void *context, const Finding *finding); /* may be NULL */
    void *wants_context;
    bool dry_run; /* --diff: nothing is written */
} FixFilesRequest;

typedef struct FixFilesResult {
    FixedFile *files; /* as in the scan; .scanned NULL where nothing was found to fix */
    uint32_t file_count;
    Arena *arenas;
    uint32_t arena_count;
} FixFilesResult;

/* Never writes a file that changed since the scan read it. */
void fix_files_run(FixFilesResult *out, const FixFilesRequest *request);
void fix_files_release(FixFilesResult *result);

#endif
