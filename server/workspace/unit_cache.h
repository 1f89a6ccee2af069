/* Units that were parsed, from one run to the next: what a file is looked at again for need not be
 * parsed again. One file of the cache for each source file, beside its pack, read when the first of
 * its units is asked for.
 *
 * Each worker reads and keeps for itself; all that was kept is written at the end. */
#ifndef BLUETICK_WORKSPACE_UNIT_CACHE_H
#define BLUETICK_WORKSPACE_UNIT_CACHE_H

#include "engine/facts_pack.h"
#include "text/outline.h"
#include "workspace/cache.h"

typedef struct UnitCache UnitCache;

/* For `places` source files and `workers` threads; `queries` may be NULL. In `mem`. */
UnitCache *unit_cache_new(Hash program, const RuleQueries *queries, uint32_t places,
                          uint32_t workers, Arena *mem);
void unit_cache_free(UnitCache *units); /* what does not lie in `mem` */

/* Where the units of a source file are kept. */
void unit_cache_place(UnitCache *units, uint32_t place, Cache *cache, Hash name);

/* For one worker; files are numbered by `places`, which outlives it. Valid until the next call. */
const UnitSource *unit_cache_source(UnitCache *units, uint32_t worker, const uint32_t *places);

/* What the file's own rules had parsed is not worth keeping: nothing elsewhere makes them look at
 * it again. Of this worker. */
void unit_cache_drop(UnitCache *units, uint32_t place, uint32_t worker);

/* Writes what is new of a source file, with what is still of use; nothing when nothing is new. Not
 * while others keep; any thread, for each place once. */
void unit_cache_write(UnitCache *units, uint32_t place, const Outline *outline, Arena *scratch);

#endif
