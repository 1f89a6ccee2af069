/* A call that a loop makes once a turn, where the server can be told many at once. */
#ifndef BLUETICK_RULES_IO_UNBATCHED_H
#define BLUETICK_RULES_IO_UNBATCHED_H

#include "catalog/batches.h"
#include "rules/io/request_loop.h"

typedef struct Unbatched {
    const CatalogBatch *batch;
    NodeId call;
    NodeId receiver; /* the client, the cache, the collection */
    NodeId value;    /* the call, or the `await` around it */
    RequestLoop loop;
} Unbatched;

/* False when the call is none, or its loop needs the answer of one turn in the next. Whether the
 * loop waits on purpose is not asked. Lives in context->scratch. */
bool unbatched_of_call(const RuleContext *context, NodeId call, Unbatched *out);

#endif
