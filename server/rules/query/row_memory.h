/* What a unit has in memory before a loop begins, beside what its query loads: rows held by a
 * variable (SQLAlchemy's identity map), lists given to prefetch_related_objects, refreshed rows;
 * and what its loops' bodies put into rows themselves. */
#ifndef BLUETICK_RULES_QUERY_ROW_MEMORY_H
#define BLUETICK_RULES_QUERY_ROW_MEMORY_H

#include "rules/query/row_scan.h"

typedef struct HeldRows {
    NodeId node;       /* the assignment */
    KindId model;      /* all rows of the class */
    uint32_t last_use; /* the last node that reads the variable */
} HeldRows;

typedef struct LoadedLater {
    NodeId node; /* the call */
    Str name;    /* the variable it is given */
    Str paths;   /* path set; empty: not known, so anything */
} LoadedLater;

/* `row.owner = user`: the relation is that object from then on. */
typedef struct GivenRelation {
    NodeId node; /* the statement */
    Str name;    /* the variable */
    Str relation;
} GivenRelation;

typedef struct RowMemory {
    const FileModel *file;
    UnitId unit;
    struct HeldRowItems ARRAY_OF(HeldRows) held;
    struct LoadedLaterItems ARRAY_OF(LoadedLater) loaded;
    struct GivenRelationItems ARRAY_OF(GivenRelation) given;
} RowMemory;

RowMemory row_memory_find(const FileModel *file, UnitId unit, Arena *mem);

/* The relation `path` of the loop's rows is in memory when the loop runs. */
bool row_memory_holds(const RowMemory *memory, NodeId loop, const RowHit *hit, Str path);

/* Before `node` of its body, the loop has put the first relation of `path` into its row. */
bool row_memory_gives(const RowMemory *memory, NodeId loop, NodeId node, Str path);

/* The row that `node` reads was refreshed with this relation before. */
bool row_memory_refreshed(const RowMemory *memory, NodeId node, Str path);

#endif
