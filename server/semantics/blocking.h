/* Which calls hold the thread: directly, by the catalog, or through functions of the file that do
 * so whenever they are called. */
#ifndef BLUETICK_SEMANTICS_BLOCKING_H
#define BLUETICK_SEMANTICS_BLOCKING_H

#include "catalog/catalog.h"
#include "semantics/file_model.h"

typedef struct CallPlace {
    UnitId unit;
    NodeId call;
} CallPlace;

/* Why a call blocks: the calls from it to the one that the catalog knows, which is the last. */
typedef struct BlockingChain {
    const CatalogCallable *callable; /* NULL: it does not block, as far as is known */
    const CallPlace *steps;          /* steps[0] is the call asked about; capped for reading */
    uint32_t step_count;
} BlockingChain;

enum { BLOCKING_STEPS_MAX = 16 };

/* `counted` are the effects that make a blocking callable count (CATALOG_FILE, CATALOG_DB...: a
 * callable with one that is not in the set is left alone). A function of the file counts when such
 * a call stands where every call of the function reaches it: at the top of its body or in a `with`
 * or `try` there. `async def` and generators do not run when they are called. The nearest such call
 * is found, breadth first, over any number of functions. The steps live in `mem`. */
BlockingChain blocking_chain(const FileModel *file, UnitId unit, NodeId call, uint32_t counted,
                             Arena *mem);

#endif
