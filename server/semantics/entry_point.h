/* Where work begins: functions that a framework, a queue or a command line calls, and how they lead
 * to another function.
 *
 * Which those are stands in catalog/entry_points.def. A function is a unit; what is nested in it
 * belongs to it. Callers in test files are left out. */
#ifndef BLUETICK_SEMANTICS_ENTRY_POINT_H
#define BLUETICK_SEMANTICS_ENTRY_POINT_H

#include "catalog/entry_points.h"
#include "semantics/project.h"

/* Of a function unit; NONE. Cheap: reads the definition, its class's bases, and only for a function
 * of the parameter `request` outside of views, the modules of routes above. */
EntryKind entry_kind_of(const FileModel *file, UnitId unit);

/* Does a decorator say that a framework calls the function for each request, message or job? */
bool entry_is_handler(const UnitFacts *facts, NodeId function);

/* One function of a chain and the call of the next one in it (NODE_NONE in the last). */
typedef struct EntryStep {
    const FileModel *file;
    UnitId unit;
    NodeId call;
} EntryStep;

typedef struct EntryChain {
    EntryKind kind;         /* of the first step; NONE: no entry point was found */
    const EntryStep *steps; /* from the entry point to the function asked about */
    uint32_t step_count;
} EntryChain;

typedef struct EntryLimits {
    uint32_t depth;     /* calls between the entry point and the function */
    uint32_t functions; /* that are looked at */
    uint32_t callers;   /* units a function, that may call it */
} EntryLimits;

/* depth 6, 64 functions. */
extern const EntryLimits entry_limits;

/* The nearest entry point that runs the function of `unit`, itself included. Lives as long as the
 * file's model; remembered for each function, until other limits are asked for. */
EntryChain entry_chain(const FileModel *file, UnitId unit, EntryLimits limits);

/* "shop.views.OrderList.get"; of a `__main__` block "shop.run.__main__". */
Str entry_name(const FileModel *file, UnitId unit, Arena *mem);

#endif
