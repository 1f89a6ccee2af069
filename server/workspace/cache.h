/* `.bluetick_cache`: what was found out about a project's files, for the next run.
 *
 * A flat folder of small files, each checked as a whole: for a source file
 * a pack and its parsed units. It ignores
 * itself for git and for backups, is never walked for sources, and is used only when it is a real
 * folder of this user's that we made ourselves (its tag says so). Several processes may use it at
 * once, also while another one removes it: a file is there whole or not at all, and none is needed.
 * Nothing here ever fails a run; what went wrong is counted, and told by who asks. */
#ifndef BLUETICK_WORKSPACE_CACHE_H
#define BLUETICK_WORKSPACE_CACHE_H

#include "base/hash.h"
#include "io/store.h"

/* Past this, the files that were not used for longest go (README, Cache). */
#define CACHE_BYTES_MAX ((uint64_t)512 * 1024 * 1024)

typedef enum CacheFile {
    CACHE_PACK,
    CACHE_UNITS,
    CACHE_RECORD, /* of earlier versions: not written any more */
} CacheFile;

typedef struct Cache Cache;

/* Opens what is there; makes nothing. Never NULL: a folder that may not be used is a cache that
 * holds nothing and keeps nothing. */
Cache *cache_open(Str folder);
void cache_close(Cache *cache); /* NULL is fine */

Str cache_folder(const Cache *cache);
/* Why the folder may not be used; empty when it may. */
Str cache_trouble(const Cache *cache);

/* The bytes of a file, in `mem`; empty: there is none, or it is damaged. Any thread. */
Str cache_read(Cache *cache, CacheFile kind, Hash name, Arena *mem);

/* The folder is made at the first write. Any thread. */
void cache_write(Cache *cache, CacheFile kind, Hash name, Str bytes);

/* Removes the oldest files while all are more than `most` bytes, and what ended processes left. */
void cache_prune(Cache *cache, uint64_t most);

/* Since it was opened. */
typedef struct CacheCounters {
    uint32_t read;
    uint32_t damaged; /* cut off, changed, or another user's */
    uint32_t written;
    uint32_t unwritable;
} CacheCounters;
CacheCounters cache_counters(const Cache *cache);

/* On disk. */
typedef struct CacheSize {
    uint32_t packs;
    uint32_t others;
    uint64_t bytes;
} CacheSize;
CacheSize cache_size(const Cache *cache);

/* Removes all that bears our names, then the folder if nothing else is in it. STATUS_NOT_FOUND:
 * there is none; STATUS_INVALID: it is not ours; STATUS_UNWRITABLE: something stayed. */
Status cache_clean(Str folder, CacheSize *removed, Buf *err) MUST_CHECK;

/* What makes results of one program worthless to another: a digest of the program itself, with all
 * its rules, tables and queries. Zero when it cannot be told: then nothing may be kept. */
Hash cache_program_key(void);

#endif
