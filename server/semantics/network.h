/* Which calls send an HTTP request: directly, or through functions that send one whenever they are
 * called. Clients that can send several at a time count; a bare connection (http.client) does not.
 */
#ifndef BLUETICK_SEMANTICS_NETWORK_H
#define BLUETICK_SEMANTICS_NETWORK_H

#include "semantics/effects.h"

typedef struct NetworkRequest {
    EffectChain chain; /* chain.callable is NULL when the call sends none, as far as is known */
    /* The Await, or the withitem of the `async with`, that the call stands in; NODE_NONE: it holds
     * its thread until the answer is there. */
    NodeId awaiter;
    bool writes; /* it may change something on the server: POST, PUT, PATCH, DELETE or an unknown
                    verb, of the request itself or anywhere in the functions on the way */
} NetworkRequest;

/* A coroutine that nothing awaits is no request. Functions under a decorator that caches, retries
 * or slows are not looked into. Lives in `mem`. */
NetworkRequest network_request(const FileModel *file, UnitId unit, NodeId call, Arena *mem);

/* True when this call of a callable of the catalog may change something on the server. */
bool network_call_writes(CallPlace place, const CatalogCallable *callable);

#endif
