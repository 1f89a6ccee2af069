/* The timeout of one call as io/missing-timeout sees it: which argument it is, and whether it
 * bounds the wait. */
#ifndef BLUETICK_RULES_IO_TIMEOUT_ARGUMENT_H
#define BLUETICK_RULES_IO_TIMEOUT_ARGUMENT_H

#include "catalog/catalog.h"
#include "semantics/kinds.h"

typedef enum TimeoutState {
    TIMEOUT_MISSING,
    TIMEOUT_NONE,    /* given, and means "for ever" */
    TIMEOUT_PARTIAL, /* aiohttp.ClientTimeout(connect=5): bounds a part and drops the default total
                      */
    TIMEOUT_BOUNDED,
    TIMEOUT_UNKNOWN, /* may come through *args or **kwargs */
} TimeoutState;

typedef struct TimeoutArgument {
    TimeoutState state;
    NodeId value; /* the argument's value; NODE_NONE when missing */
} TimeoutArgument;

/* `skipped` positional arguments do not count (1 for functools.partial's callable). */
TimeoutArgument timeout_argument(const FileModel *file, UnitId unit, NodeId call,
                                 const CatalogTimeout *row, uint32_t skipped);

/* True when the expression is None: the literal, or a name whose only binding gives None. */
bool timeout_is_none(const FileModel *file, UnitId unit, NodeId value);

#endif
