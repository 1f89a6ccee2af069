/* The batch scan: all files are read and cut into units, then analysed, file by file on all
 * workers, each with the project around it.
 *
 * Results stand in the order of the file set, whatever the number of workers (I3). A file that
 * cannot be read or decoded is a result with a note (I6), never a gap. */
#ifndef BLUETICK_WORKSPACE_SCAN_H
#define BLUETICK_WORKSPACE_SCAN_H

#include "engine/fix.h"
#include "io/file.h"
#include "workspace/scan_fixes.h"
#include "workspace/snapshots.h"

typedef struct ScannedFile {
    const InputFile *input;
    Document *document;       /* NULL when unread */
    const Snapshot *snapshot; /* the project that it is in; NULL with the document */
    FileStamp stamp;          /* of the bytes that document->source.file_bytes holds */
    const Finding *findings;
    uint32_t finding_count;
    const FixSet *fixes; /* one a finding, when asked for */
    const Note *notes;
    uint32_t note_count;
    bool is_unreadable; /* exit code 3 */
    bool is_known;      /* its results come from the cache: the document has no units */
    AnalysisCounters counters;
} ScannedFile;

/* A text that did not come from a file: standard input. */
typedef struct ScanText {
    const InputFile *input; /* its entry in the set */
    Str bytes;
} ScanText;

typedef struct ScanRequest {
    const FileSet *set;
    const FileSet *around; /* more files of the projects, not reported on; may be NULL */
    const ScanText *text;  /* may be NULL */
    const AnalyzerSetup *setup;
    uint32_t workers; /* 0 = one for each processor */
    ScanFixes fixes;
    const struct CacheSet *cache; /* workspace/cache_set.h; NULL: none is used */
    /* Told after each file, from workers; may be NULL. */
    void (*progress)(void *data, uint32_t done, uint32_t total);
    void *progress_data;
} ScanRequest;

typedef struct ScanResult {
    ScannedFile *files; /* as in the set */
    uint32_t file_count;
    ScannedFile *around; /* opened, without findings */
    uint32_t around_count;
    Snapshots snapshots;
    struct ScanCache *cache; /* owns what came from there; NULL: none was used */
    Arena *arenas;           /* one a worker: own what findings and notes point to */
    uint32_t arena_count;
} ScanResult;

/* Groups the files into projects, anew if they were. For scan_cache.c too. */
void scan_join_projects(ScanResult *result);

void scan_run(ScanResult *out, const ScanRequest *request);
void scan_release(ScanResult *result);

#endif
