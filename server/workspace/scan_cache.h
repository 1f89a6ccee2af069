/* A scan with a cache: which files' results are known already, which units of the others, and what
 * is written down at the end.
 *
 * A file's pack is found by its place in the project and by which rules run on it; it counts when
 * its content, the program and the rules are the same. Results that asked the project count when
 * what they were told of it is the same (engine/told_facts.h) and the files that they point into
 * have the same content. What does not count is found out anew. The order of calls:
 *
 *   scan_cache_read       once a file, any worker, when its bytes are there
 *   scan_cache_judge      once, when all files are read and grouped into projects
 *   scan_cache_take       once a file, any worker: true when its result is known; else
 *   scan_cache_remember   before its analysis, and
 *   scan_cache_keep       after it
 *   scan_cache_write      once, at the end */
#ifndef BLUETICK_WORKSPACE_SCAN_CACHE_H
#define BLUETICK_WORKSPACE_SCAN_CACHE_H

#include "workspace/cache_set.h"
#include "workspace/scan.h"

typedef struct ScanCache ScanCache;

/* For `files` to report on and `around` more; `workers` may call at once. */
ScanCache *scan_cache_new(const ScanRequest *request, uint32_t workers);
/* What scan_cache_take gave out lives as long. */
void scan_cache_free(ScanCache *cache);

/* `place` counts files, then those around. Makes file->document, without units if they may not be
 * needed. False: it cannot be decoded; the reason is appended. */
bool scan_cache_read(ScanCache *cache, uint32_t place, uint32_t worker, ScannedFile *file,
                     Str bytes, Buf *reason);

/* Looks at all files of the result, which are grouped in result->snapshots; groups them again when
 * some have to be analysed. */
void scan_cache_judge(ScanCache *cache, ScanResult *result);

bool scan_cache_take(ScanCache *cache, uint32_t place, ScannedFile *file);
/* For the analysis of the file: units that need not be parsed. */
const UnitSource *scan_cache_units(ScanCache *cache, uint32_t place, uint32_t worker);
void scan_cache_remember(ScanCache *cache, uint32_t place, uint32_t worker, ScannedFile *file);
/* Before paths are changed to what is shown. */
void scan_cache_keep(ScanCache *cache, uint32_t place, uint32_t worker, const ScannedFile *file,
                     const Analysis *analysis, ToldFacts *told);
void scan_cache_write(ScanCache *cache, const ScanResult *result);

#endif
