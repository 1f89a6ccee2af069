/* Which calls hold the thread: directly, by the catalog, or through functions that do so whenever
 * they are called. */
#ifndef BLUETICK_SEMANTICS_BLOCKING_H
#define BLUETICK_SEMANTICS_BLOCKING_H

#include "semantics/effects.h"

/* `counted` are the effects that make a blocking callable count (CATALOG_FILE, CATALOG_DB: a
 * callable with one that is not in the set is left alone). `async def` and generators do not run
 * when they are called. The nearest such call is found; `callable` is NULL when the call does not
 * block, as far as is known. The steps live in `mem`. */
EffectChain blocking_chain(const FileModel *file, UnitId unit, NodeId call, uint32_t counted,
                           Arena *mem);

#endif
